/** An RFC 7396 merge patch. */
export type Patch = Readonly<Record<string, unknown>>;

/** One way to change a field. Patches are of whatever the field belongs to: the spec, a service, a sidecar, a build. */
export interface FieldChange {
  readonly what: string;
  /** What has to be there before. */
  readonly given?: Patch;
  readonly change: Patch;
  /** What has to be there before in the spec itself, the service that is changed being `service`. */
  readonly around?: (service: string) => Patch;
  /** Why it has these consequences, where that is not obvious. */
  readonly reason?: string;
}

export type FieldChanges = Readonly<Record<string, readonly FieldChange[]>>;
