import type { Connect } from '../../../cloud/connect.ts';

export type Properties = Readonly<Record<string, unknown>>;

/** A resource as its own service tells of it, in the template's words. */
export interface HeldResource {
  readonly properties: Properties;
  /** What Fn::GetAtt gives. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/** Something moto is known not to take over from a template. */
export interface Loss {
  readonly because: string;
  /** What moto holds in its place; nothing at all when absent, the tags of the stack for 'stack tags'. A third value is a difference. */
  readonly instead?: unknown;
}

/** How to ask for the resources of one type. */
export interface Describer {
  /** `wanted` is for resources that have no id of their own, a route for instance. Undefined, or an error: it is not there. */
  describe(moto: Connect, id: string, wanted: Properties): Promise<HeldResource | undefined>;
  /** By path inside the properties, with dots; the empty path is the whole resource. */
  readonly loses?: Readonly<Record<string, Loss>>;
  /** Entries of a list that are resources of their own: not this one's, and each is looked at itself. */
  readonly apart?: {
    readonly property: string;
    readonly type: string;
    /** As this list holds what such a resource asks for; undefined when it asks it of another than this one. */
    readonly entry: (wanted: Properties, id: string) => unknown;
  };
  /** Properties that nothing may be held for when the template does not speak of them. */
  readonly unasked?: readonly string[];
}
