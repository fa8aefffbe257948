import { blueprintVersion } from '../../domain/blueprint-version.ts';
import { canonicalJson, sha256 } from '../../domain/hash.ts';
import type { Environment, Lock } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import { operationId } from '../../domain/operation/operation-id.ts';
import { requestSeed } from '../../domain/operation/request-seed.ts';
import { statusWhile } from '../../domain/operation/transitions.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { Accepted, Finding, OperationKind } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { Problem } from './problem.ts';
import { refuseFrozen } from './refuse-frozen.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

export interface Wish {
  readonly environment: string;
  readonly kind: OperationKind;
  /** Absent for DELETE. */
  readonly spec?: Spec;
  readonly warnings: readonly Finding[];
  /** The operation whose images are taken where the source is the same. */
  readonly imagesOf?: string;
}

/**
 * Opens an operation: revision, lock, item, execution, in this order, each a write that may be repeated. Dying after any
 * of them loses nothing: the lock carries what the item is made from, the watchman starts what was never started, and a
 * repeat with the same Idempotency-Key arrives at the same id and goes on.
 */
export async function openOperation(wish: Wish, seen: Environment | undefined, request: Request, deps: ApiDeps): Promise<Answer> {
  const { table, now } = deps;
  await refuseFrozen(deps);
  const id = await idOf(wish.environment, request, deps);
  const lock = lockOf(wish, seen, id, request, now());
  const { openedAt, revision } = lock;
  await saveRevision(wish, lock, deps);
  const locked = seen
    ? await table.environments.lock(seen, lock, statusWhile[wish.kind])
    : await table.environments.claim({
        name: wish.environment,
        status: statusWhile[wish.kind],
        createdBy: request.actor,
        createdAt: openedAt,
        updatedAt: openedAt,
        lastRevision: revision,
        protected: false,
        firstOperation: id,
        madeBy: id,
        active: lock,
      });
  if (!locked) return afterAll(id, wish, request, deps);
  const operation = newOperation(wish.environment, lock);
  await noteWarnings(wish, lock, deps);
  await table.operations.create(operation);
  await startQuietly(operation, deps);
  return accepted(operation, wish.warnings);
}

/** What was said to whoever asked is there for whoever looks later. */
export async function noteWarnings({ warnings }: Wish, { operation, openedAt: at }: Lock, { table }: ApiDeps): Promise<void> {
  for (const { code, pointer, message } of warnings)
    await table.timeline.tell(operation, `finding/${code}${pointer}`.slice(0, 900), {
      at,
      text: `${code} ${pointer}: ${message}`,
    });
}

export function lockOf(wish: Wish, seen: Environment | undefined, id: string, request: Request, now: number): Lock {
  const last = seen?.lastRevision ?? 0;
  return {
    operation: id,
    kind: wish.kind,
    revision: wish.kind === 'DELETE' ? (seen?.serving?.revision ?? last) : last + 1,
    trigger: request.trigger ?? 'request',
    actor: request.actor,
    openedAt: new Date(now).toISOString(),
    requestHash: requestHash(request),
    ...(wish.spec ? { specHash: sha256(canonicalJson(wish.spec)) } : {}),
  };
}

/** Before the lock: whoever finds that can go on from there. */
export async function saveRevision({ environment, spec, imagesOf }: Wish, lock: Lock, deps: ApiDeps): Promise<void> {
  if (!spec) return;
  const { operation, revision, actor, openedAt: createdAt, requestHash } = lock;
  const saved = await deps.table.revisions.save({
    environment,
    operation,
    revision,
    spec,
    effective: complete(spec, deps.deployment),
    blueprintVersion,
    createdAt,
    actor,
    ...(imagesOf ? { imagesOf } : {}),
    requestHash,
  });
  if (!saved) throw keyReused(operation);
}

/** The operation an Idempotency-Key has opened before, if it did: the same request again is the same operation. */
export async function findRepeat(
  environment: string,
  request: Request,
  seen: Environment | undefined,
  deps: ApiDeps,
): Promise<Answer | undefined> {
  const seed = seedOf(request);
  if (seed === undefined) return undefined;
  const id = operationId(environment, seed);
  if (seen?.next?.operation === id) return stillWaiting(newOperation(environment, seen.next), request);
  const lock = seen?.active?.operation === id ? seen.active : undefined;
  const operation = (await deps.table.operations.get(id)) ?? (lock && newOperation(environment, lock));
  return operation && goOn(operation, [], request, deps);
}

/** It is begun by whoever gives the lock back, and by nobody before. */
function stillWaiting(operation: Operation, request: Request): Answer {
  if (operation.requestHash !== requestHash(request)) throw keyReused(operation.id);
  return accepted(operation, []);
}

export function accepted(operation: Operation, warnings: readonly Finding[]): Answer {
  const href = `/operations/${operation.id}`;
  const { id, environment, kind, revision } = operation;
  const body: Accepted = {
    operation: id,
    environment,
    kind,
    revision,
    href,
    ...(warnings.length > 0 ? { findings: [...warnings] } : {}),
  };
  return { status: 202, body, headers: { location: href, 'retry-after': '1' } };
}

/** An operation is open once it is written; if its execution cannot be started now, the watchman starts it within a minute. */
async function startQuietly(operation: Operation, { log, workflow }: ApiDeps): Promise<void> {
  try {
    await workflow.start(operation.kind === 'DELETE' ? 'teardown' : 'deploy', operation.id, operation.id);
  } catch (error) {
    log({ level: 'WARN', message: 'the execution was not started', operationId: operation.id, error: String(error) });
  }
}

/**
 * The lock was not ours to take, unless it is ours already: the same request came twice at once, or the answer to our own
 * write was lost on its way and the SDK wrote again.
 */
async function afterAll(id: string, { environment: name, warnings }: Wish, request: Request, deps: ApiDeps): Promise<Answer> {
  const { active } = (await deps.table.environments.get(name)) ?? {};
  if (active?.operation !== id) throw running(name, active?.operation);
  return goOn(newOperation(name, active), warnings, request, deps);
}

/** Whoever locked may have died before these two; both are harmless to repeat. */
async function goOn(operation: Operation, warnings: readonly Finding[], request: Request, deps: ApiDeps): Promise<Answer> {
  if (operation.requestHash !== requestHash(request)) throw keyReused(operation.id);
  // One that is not to begin any more has no lock; had it begun after all, the watchman would start it.
  if (operation.status === 'QUEUED' && !operation.dismissed) {
    await deps.table.operations.create(operation);
    await startQuietly(operation, deps);
  }
  return accepted(operation, warnings);
}

export function running(name: string, operation: string | undefined): Problem {
  const text = operation
    ? `The operation ${operation} is working on ${name}; wait for it or cancel it.`
    : `${name} changed while this request was read; send it again.`;
  return new Problem(409, 'OPERATION_RUNNING', text, { ...(operation ? { operation } : {}), headers: { 'retry-after': '5' } });
}

function seedOf({ actor, method, path, headers }: Request): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || key === '') return undefined;
  if (key.length > 255) throw new Problem(400, 'IDEMPOTENCY_KEY_TOO_LONG', 'An Idempotency-Key has at most 255 characters.');
  return requestSeed({ actor, method, path, key });
}

function requestHash({ method, path, query, body }: Request): string {
  return sha256(canonicalJson({ method, path, query, body: body ?? null }));
}

function keyReused(operation: string): Problem {
  return new Problem(422, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for another request.', { operation });
}

/** Two words are 32 bits: a draw that meets an operation of years ago would take up its end for our own, so it is drawn again. */
export async function idOf(environment: string, request: Request, { table, random }: ApiDeps): Promise<string> {
  const seed = seedOf(request);
  if (seed !== undefined) return operationId(environment, seed);
  for (;;) {
    const id = operationId(environment, random());
    if (!(await table.operations.get(id))) return id;
  }
}
