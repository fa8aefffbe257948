import type { Capability } from './catalog.ts';
import type { World } from './world.ts';

type Makers = Readonly<Partial<Record<Capability, (world: World) => unknown>>>;
type Made<M extends Makers> = { readonly [C in keyof M]: M[C] extends (world: World) => infer Verbs ? Verbs : never };

/** What a function may touch of this world. Its makers come from container.ts one by one, so that its bundle keeps no other. */
export function capabilitiesOf<M extends Makers>(world: World, makers: M): Made<M> {
  return Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make(world)])) as Made<M>;
}
