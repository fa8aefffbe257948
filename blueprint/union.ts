import type { Template } from './rendered.ts';

/**
 * The template to expand to: everything wanted, and everything running that is no longer wanted, so that the running revision
 * keeps what it stands on until it is gone. Parameters of `running` come along: their values have to be given too.
 */
export function union(running: Template, wanted: Template): Template {
  return {
    ...wanted,
    Resources: { ...wanted.Resources, ...missing(running.Resources, wanted.Resources) },
    ...section('Parameters', running, wanted),
    ...section('Outputs', running, wanted),
  };
}

type Section = Readonly<Record<string, object>>;

function section(name: 'Parameters' | 'Outputs', running: Template, wanted: Template): Record<string, Section> {
  const merged = { ...wanted[name], ...missing(running[name] ?? {}, wanted[name] ?? {}) };
  return Object.keys(merged).length === 0 ? {} : { [name]: merged };
}

function missing<T>(running: Readonly<Record<string, T>>, wanted: Readonly<Record<string, unknown>>): Record<string, T> {
  return Object.fromEntries(Object.entries(running).filter(([id]) => !Object.hasOwn(wanted, id)));
}
