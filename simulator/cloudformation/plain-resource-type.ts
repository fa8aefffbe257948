import { awsError } from '../aws-error.ts';
import type { Context } from '../service.ts';
import type { Progress, ResourceRequest, ResourceType } from './resource-type.ts';

export interface PlainType {
  readonly type: string;
  /** Every property it takes; another is an "extraneous key". */
  readonly properties: readonly string[];
  readonly required?: readonly string[];
  readonly createOnly: readonly string[];
  /** How long each kind of work takes, lowest and highest seconds. */
  readonly create: readonly [number, number];
  readonly update?: readonly [number, number];
  readonly delete?: readonly [number, number];
  /** How long the handler itself goes on trying a deletion that something still depends on. */
  readonly deletePatience?: number;
  /** Makes the thing at once, so that other API calls see it, and gives its physical id. Throws `handlerError`. */
  make(request: ResourceRequest, context: Context): string;
  change?(request: Required<Pick<ResourceRequest, 'physicalId' | 'previous'>> & ResourceRequest, context: Context): void;
  /** Begins the end of the thing, at once unless it has a `gone`; nothing happens when it is not there. */
  remove(physicalId: string, request: ResourceRequest, context: Context): void;
  /** Called when a create's time is over. Throws when it came to nothing. */
  ready?(physicalId: string, context: Context): void;
  /** Called when a delete's time is over. */
  gone?(physicalId: string, context: Context): void;
  attributes?(physicalId: string, context: Context): Record<string, string>;
}

/** A failure with the handler error code CloudFormation shows; `DependencyViolation` is tried again while patience lasts. */
export function handlerError(handlerErrorCode: string, message: string, code = handlerErrorCode): Error {
  return awsError(code, message, { fields: { handlerErrorCode } });
}

/** A resource type whose work is done at once in the service's state and then takes its time. */
export function plainResourceType(plain: PlainType): ResourceType {
  const done = (physicalId: string, context: Context): Progress => {
    const attributes = plain.attributes?.(physicalId, context);
    return { state: 'DONE', physicalId, ...(attributes && { attributes }) };
  };
  const busy = (physicalId: string, seconds: number, memory?: object): Progress => {
    return { state: 'BUSY', physicalId, askAgainInSeconds: seconds, ...(memory && { memory }) };
  };
  const remove = (request: ResourceRequest, context: Context, until: number): Progress => {
    const physicalId = request.physicalId ?? '';
    try {
      plain.remove(physicalId, request, context);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'DependencyViolation' || context.now() >= until) throw error;
      return busy(physicalId, context.between(10, 20), { until });
    }
    return busy(physicalId, context.between(...(plain.delete ?? [1, 3])));
  };
  return {
    type: plain.type,
    createOnly: plain.createOnly,
    required: plain.required ?? [],
    create: (request, context) =>
      guarded(undefined, () => {
        refuseExtraneous(plain, request);
        return busy(plain.make(request, context), context.between(...plain.create));
      }),
    update: (request, context) =>
      guarded(request.physicalId, () => {
        refuseExtraneous(plain, request);
        const { physicalId = '', previous = {} } = request;
        plain.change?.({ ...request, physicalId, previous }, context);
        return busy(physicalId, context.between(...(plain.update ?? [1, 3])));
      }),
    delete: (request, context) =>
      guarded(request.physicalId, () => remove(request, context, context.now() + (plain.deletePatience ?? 0) * 1000)),
    check: (request, context) =>
      guarded(request.physicalId, () => {
        const physicalId = request.physicalId ?? '';
        const { until } = (request.memory ?? {}) as { until?: number };
        if (request.operation === 'DELETE' && until !== undefined) return remove(request, context, until);
        if (request.operation === 'CREATE') plain.ready?.(physicalId, context);
        if (request.operation !== 'DELETE') return done(physicalId, context);
        plain.gone?.(physicalId, context);
        return { state: 'DONE', physicalId };
      }),
  };
}

function guarded(physicalId: string | undefined, run: () => Progress): Progress {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error) || !('handlerErrorCode' in error)) throw error;
    const of = physicalId === undefined ? {} : { physicalId };
    return { state: 'FAILED', ...of, reason: error.message, handlerErrorCode: String(error.handlerErrorCode) };
  }
}

function refuseExtraneous(plain: PlainType, request: ResourceRequest): void {
  const extraneous = Object.keys(request.properties).find((name) => !plain.properties.includes(name));
  if (extraneous === undefined) return;
  const where = `Properties validation failed for resource ${request.logicalId} with message:`;
  throw handlerError('InvalidRequest', `${where}\n#: extraneous key [${extraneous}] is not permitted`);
}
