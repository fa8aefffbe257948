import type { Plan } from '../operation/operation.ts';
import type { AppliedStack, Serving } from '../operation/serving.ts';
import { type StackKind, stackKinds } from '../operation/stack-kind.ts';
import type { KeptRecord } from './kept-record.ts';
import type { Seen, StandingStack, StandingStacks } from './standing-stack.ts';

/** Which revision stands: that of the newest operation, the one before it, or neither whole. */
export type Stands = ({ readonly which: 'newest' } & Arrived) | { readonly which: 'before' | 'neither' };

interface Arrived {
  readonly stacks: Serving['stacks'];
  /** Stacks that still hold what only the revision before needed, or are that: the next operation takes it away. */
  readonly left: readonly StackKind[];
}
type Holds = (stack: StandingStack, applied: AppliedStack) => boolean;

const settled = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/;

/**
 * Told by the templates, parameters and images that AWS holds, never by what was wished. Stacks that move or have failed
 * stand for no revision: they are on the way between two.
 */
export function whatStands({ plan, environment: { serving } }: KeptRecord, { standing, identities, built }: Seen): Stands {
  const holds: Holds = ({ identity, parameters }, applied) =>
    identity === identities[applied.templateKey] &&
    // CloudFormation shows the defaults too: only what was given is asked for.
    Object.entries(applied.parameters).every(([name, value]) => parameters[name] === value);
  if (Object.values(standing).some(({ status }) => !settled.test(status))) return { which: 'neither' };
  const unmoved = serving !== undefined && isAs(serving, standing, holds);
  const newest = runs(plan, standing, built) ? arrived(plan, serving, standing, holds) : undefined;
  // Where nothing has moved, what is left is not left over: the update had not begun.
  if (newest && !(unmoved && newest.left.length > 0)) return { which: 'newest', ...newest };
  return { which: unmoved ? 'before' : 'neither' };
}

/** Are the plan's images made, and the ones the containers are given? An image changes without its template changing. */
function runs({ images, services }: Plan, standing: StandingStacks, built: Seen['built']): boolean {
  const given = standing.services?.parameters ?? {};
  return (
    images.every(({ key }) => built[key] !== undefined) &&
    services.every(({ containers }) =>
      containers.every(({ parameter, image }) => !('job' in image) || given[parameter] === built[image.job]),
    )
  );
}

/** What each stack was brought to, if every one is where the plan wants it, or on the last way there. */
function arrived(plan: Plan, serving: Serving | undefined, standing: StandingStacks, holds: Holds): Arrived | undefined {
  const stacks: Partial<Record<StackKind, AppliedStack>> = {};
  const left: StackKind[] = [];
  for (const kind of stackKinds) {
    const stack = standing[kind];
    const contract = plan.contract.find((one) => one.stack === kind);
    const last = contract?.remove === false ? contract : undefined;
    const wanted = [last, plan.stacks[kind]].filter((one) => one !== undefined);
    if (!stack && wanted.length > 0) return undefined;
    if (!stack) continue;
    const applied = wanted.find((one) => holds(stack, one));
    const kept = contract?.remove ? serving?.stacks[kind] : undefined;
    if (applied) {
      const { templateKey, templateHash } = applied;
      stacks[kind] = { templateKey, templateHash, parameters: stack.parameters };
    } else if (kept && holds(stack, kept)) stacks[kind] = kept;
    else return undefined;
    if (contract && applied !== contract) left.push(kind);
  }
  return { stacks, left };
}

const isAs = ({ stacks }: Serving, standing: StandingStacks, holds: Holds) =>
  stackKinds.every((kind) => {
    const [stack, applied] = [standing[kind], stacks[kind]];
    return stack && applied ? holds(stack, applied) : stack === applied;
  });
