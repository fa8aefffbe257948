import { logicalId } from '../domain/logical-id.ts';
import { type StackKind, stackKinds } from '../domain/operation/stack-kind.ts';
import type { EffectiveSpec } from '../domain/spec/effective-spec.ts';
import type { Interruption, ServiceChange, StackChange } from '../schemas/gen/api.types.ts';
import { interruptions } from './interruptions.ts';
import { lateImages } from './late-images.ts';
import type { Rendered } from './rendered.ts';
import { resolve } from './resolve.ts';
import { serviceChange } from './service-change.ts';
import { type Stated, stackChange } from './stack-change.ts';

/** What runs, or what is wanted: the templates of an environment, and the spec they were rendered from. */
export interface Side {
  readonly stacks: Rendered;
  readonly spec: EffectiveSpec;
  /** Of what runs: source hashes of the images that can be taken over; all of its images, when absent. */
  readonly made?: ReadonlySet<string>;
}

export interface Consequences {
  readonly stacks: readonly StackChange[];
  readonly services: readonly ServiceChange[];
  readonly interruptions: readonly Interruption[];
}

/**
 * What an update will have changed when it is over, before it begins. Without `running` everything is new. What is listed as
 * removed leaves last, when the services have moved.
 */
export function consequences(running: Side | undefined, wanted: Side): Consequences {
  const changes = new Map<StackKind, StackChange>();
  const stated = new Map<StackKind, readonly [Stated | undefined, Stated | undefined]>();
  for (const stack of stackKinds) {
    const replaced = new Set(changes.get('foundation')?.replaced.map(({ id }) => id) ?? []);
    const sides = [state(stack, running, new Set()), state(stack, wanted, replaced)] as const;
    if (!sides[0] && !sides[1]) continue;
    stated.set(stack, sides);
    changes.set(stack, stackChange(stack, ...sides));
  }
  const services = changes.get('services');
  const [before, after] = stated.get('services') ?? [];
  const names = [...new Set([...Object.keys(running?.spec.services ?? {}), ...Object.keys(wanted.spec.services)])].sort();
  const kept = new Set(Object.keys(wanted.spec.services).map(logicalId));
  return {
    stacks: [...changes.values()],
    // A name that became another one with the same resources has not left.
    services: names
      .filter((name) => Object.hasOwn(wanted.spec.services, name) || !kept.has(logicalId(name)))
      .map((name) => serviceChange(name, services, before, after)),
    interruptions: interruptions([...changes.values()]),
  };
}

/** Known values are themselves; outputs of the foundation and images, which nobody knows yet, are what they will be made of. */
function state(stack: StackKind, side: Side | undefined, replaced: ReadonlySet<string>): Stated | undefined {
  const rendered = side?.stacks[stack];
  if (!side || !rendered) return undefined;
  if (stack !== 'services') return rendered;
  const { foundation } = side.stacks;
  const outputs = Object.entries(foundation?.template.Outputs ?? {}).map(([name, output]) => {
    const { Value } = output as { readonly Value?: unknown };
    const meaning = { parameters: foundation?.parameters ?? {}, replaced };
    return [name, foundation ? resolve(Value, foundation.template, meaning) : undefined] as const;
  });
  // A stack that runs has them all as values AWS gave: what they are made of goes before.
  const parameters = { ...rendered.parameters, ...Object.fromEntries(outputs), ...lateImages(side.spec, side.made) };
  return { template: rendered.template, parameters };
}
