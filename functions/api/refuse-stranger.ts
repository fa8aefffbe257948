import type { Environment } from '../../domain/operation/environment.ts';
import { mayChange } from '../../domain/ownership/may-change.ts';
import { stackOf } from '../../domain/ownership/stack-of.ts';
import { hasLetGo } from './has-let-go.ts';
import { Problem } from './problem.ts';
import type { ApiDeps, Request } from './use-case.ts';

/** What is asked for: another spec, or that what the spec says is done again, not at all, or may be taken away. */
export type Change = 'spec' | 'run';

/**
 * Asked before anything of an environment is changed: only its creator, its owners and the admins may, once it has owners. Answers
 * with the environment as it is when they do: what a stack has let go becomes theirs.
 */
export async function refuseStranger(
  environment: Environment | undefined,
  { actor }: Request,
  deps: Pick<ApiDeps, 'table' | 'admins' | 'parents'>,
  change: Change = 'spec',
): Promise<Environment | undefined> {
  if (!environment) return undefined;
  const { name, createdBy } = environment;
  const letGo = await refuseOtherDoor(environment, actor, change, deps);
  // What a stack owns, that stack alone changes; nobody else's list says more.
  if (actor === createdBy && stackOf(actor) !== undefined) return environment;
  const owners = await ownersOf(environment, deps);
  if (owners === undefined || mayChange({ actor, createdBy, owners, admins: deps.admins }))
    return letGo ? { ...environment, createdBy: actor } : environment;
  throw new Problem(
    403,
    'NOT_AN_OWNER',
    `${actor} may look at ${name}, not change it. ${[createdBy, ...owners].join(', ')} may: its creator and its owners.`,
  );
}

/** Who they are says what serves; before anything does, what claimed the name. A revision that is lost lets in nobody else. */
async function ownersOf(
  { name, serving, firstOperation }: Environment,
  { table }: Pick<ApiDeps, 'table'>,
): Promise<readonly string[] | undefined> {
  const operation = serving?.operation ?? firstOperation;
  if (operation === undefined) return undefined;
  const revision = await table.revisions.get(name, operation);
  return revision ? revision.effective.owners : [];
}

/**
 * An environment made by a stack is what the stack's template says, and one made otherwise is not any template's: the one way
 * in never changes what came by the other. To run again what stands in the spec changes nothing of it. What a stack has let
 * go, as `DeletionPolicy: Retain` does, is changed by whoever may change what nobody's stack has made.
 */
async function refuseOtherDoor(
  environment: Environment,
  actor: string,
  change: Change,
  deps: Pick<ApiDeps, 'parents'>,
): Promise<boolean> {
  const { name, createdBy } = environment;
  const [owner, asking] = [stackOf(createdBy), stackOf(actor)];
  const other = owner !== undefined && actor !== createdBy;
  const letGo = other && asking === undefined && change === 'spec' && (await hasLetGo(environment, deps));
  if (other && !letGo && (asking !== undefined || change === 'spec'))
    throw new Problem(403, 'OWNED_BY_STACK', `${name} belongs to the stack ${owner}; change it in its template.`);
  if (owner === undefined && asking !== undefined)
    throw new Problem(
      403,
      'NOT_OWNED_BY_STACK',
      `${name} exists and was made by ${createdBy}, not by this stack; choose another Name.`,
    );
  return letGo;
}
