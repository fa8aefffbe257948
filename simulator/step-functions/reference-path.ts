import { isJsonObject, type Json } from './json.ts';
import { StatesError } from './states-error.ts';

type Step = { readonly key: string } | { readonly index: number } | { readonly all: true };

const step = /^(?:\.([A-Za-z_À-￿-][\wÀ-￿-]*)|\.?\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+)|(\*))\s*\]|\.(\*))/;

/** Reads a JSONPath of fields, indexes and wildcards; undefined when it leads nowhere. A wildcard always gives a list. */
export function readPath(path: string, root: Json): Json | undefined {
  const steps = stepsOf(path);
  let found: Json[] = [root];
  for (const each of steps) found = found.flatMap((value) => follow(value, each));
  return steps.some((each) => 'all' in each) ? found : found[0];
}

/** A copy of `root` with `value` put where the reference path points; fields on the way are made. */
export function writePath(path: string, root: Json, value: Json): Json {
  const put = (target: Json | undefined, [first, ...rest]: readonly Step[]): Json => {
    if (!first) return value;
    if ('index' in first && Array.isArray(target) && first.index < target.length && first.index >= 0)
      return target.with(first.index, put(target[first.index], rest));
    if ('key' in first && (target === undefined || isJsonObject(target)))
      return { ...target, [first.key]: put(target?.[first.key], rest) };
    throw new StatesError(
      'States.ResultPathMatchFailure',
      `Unable to apply ReferencePath ${path} to input ${JSON.stringify(root)}`,
    );
  };
  return put(root, stepsOf(path));
}

export function isPath(path: string): boolean {
  return /^\$\$?(?:[.[]|$)/.test(path) && splitPath(path) !== undefined;
}

function follow(value: Json, step: Step): Json[] {
  if ('all' in step) return Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  let next: Json | undefined;
  if ('index' in step) next = Array.isArray(value) ? value.at(step.index) : undefined;
  else if (isJsonObject(value) && Object.hasOwn(value, step.key)) next = value[step.key];
  return next === undefined ? [] : [next];
}

function stepsOf(path: string): Step[] {
  const steps = splitPath(path);
  if (!steps) throw new StatesError('States.Runtime', `Invalid path '${path}'`);
  return steps;
}

function splitPath(path: string): Step[] | undefined {
  const steps: Step[] = [];
  let rest = path.replace(/^\$\$?/, '');
  while (rest) {
    const match = step.exec(rest);
    if (!match) return undefined;
    const [whole, name, single, double, index, star, dotStar] = match;
    const key = name ?? (single ?? double)?.replace(/\\(.)/g, '$1');
    if (key !== undefined) steps.push({ key });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else if (star ?? dotStar) steps.push({ all: true });
    rest = rest.slice(whole.length);
  }
  return steps;
}
