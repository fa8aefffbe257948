import type { Standing } from './standing.ts';

export type Properties = Readonly<Record<string, unknown>>;

/** What the emulator's own API says of a resource, in the spelling of its type's properties. */
export type Describe = (standing: Standing, id: string, wanted: Properties) => Promise<object | undefined>;
