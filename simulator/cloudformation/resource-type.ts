import type { Context } from '../service.ts';

/** What CloudFormation knows of one resource while it works on it. All properties have their intrinsics resolved. */
export interface ResourceRequest {
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  /** Absent on create. */
  readonly physicalId?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** On update: the properties applied before. */
  readonly previous?: Readonly<Record<string, unknown>>;
  /** Stack tags and the resource's own `Tags`, merged, for the types that take tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the provider said to remember with its last BUSY. */
  readonly memory?: object;
}

export type Progress =
  | {
      readonly state: 'DONE';
      readonly physicalId: string;
      readonly attributes?: Readonly<Record<string, unknown>>;
      readonly answer?: { readonly requestId: string; readonly noEcho: boolean };
    }
  | {
      readonly state: 'BUSY';
      /** Absent while only the provider knows it. */
      readonly physicalId?: string;
      readonly askAgainInSeconds: number;
      readonly memory?: object;
    }
  | {
      readonly state: 'FAILED';
      readonly physicalId?: string;
      readonly reason: string;
      /** Absent when CloudFormation itself says the reason, and not a handler. */
      readonly handlerErrorCode?: string;
      /** An update that was refused before anything was asked of a provider. */
      readonly untouched?: boolean;
    };

/** One resource type's handlers. Each begins the work; while it answers BUSY, CloudFormation asks `check` again. */
export interface ResourceType {
  readonly type: string;
  /** A change of one of these is a replacement: create the new one, point everything at it, delete the old in cleanup. */
  readonly createOnly: readonly string[];
  readonly required?: readonly string[];
  create(request: ResourceRequest, context: Context): Progress;
  update(request: ResourceRequest, context: Context): Progress;
  delete(request: ResourceRequest, context: Context): Progress;
  check(request: ResourceRequest & { readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' }, context: Context): Progress;
  /** The properties as this type compares, keeps and sends them; without it as the template has them. */
  normalise?(properties: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** The id CloudFormation makes up for a create it cancelled before the provider gave one. Without it there is none. */
  madeUpId?(request: ResourceRequest, context: Context): string;
}
