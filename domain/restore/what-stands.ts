import { canonicalJson } from '../hash.ts';
import type { Plan } from '../operation/operation.ts';
import type { Revision } from '../operation/revision.ts';
import type { AppliedStack, Serving } from '../operation/serving.ts';
import { type StackKind, stackKinds } from '../operation/stack-kind.ts';
import type { KeptRecord } from './kept-record.ts';
import type { Identities, StandingStack, StandingStacks } from './standing-stack.ts';

/** Which revision stands: that of the newest operation, the one before it, or neither whole. */
export type Stands = { readonly which: 'newest'; readonly stacks: Serving['stacks'] } | { readonly which: 'before' | 'neither' };

type Holds = (stack: StandingStack, applied: AppliedStack) => boolean;

const settled = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/;

/**
 * Told by the templates and parameters CloudFormation holds, never by what was wished. Stacks that move or have failed
 * stand for no revision: they are on the way between two.
 */
export function whatStands(
  { plan, environment: { serving }, revision, before }: KeptRecord,
  standing: StandingStacks,
  identities: Identities,
): Stands {
  const holds: Holds = ({ identity, parameters }, applied) =>
    identity === identities[applied.templateKey] &&
    // CloudFormation shows the defaults too: only what was given is asked for.
    Object.entries(applied.parameters).every(([name, value]) => parameters[name] === value);
  if (Object.values(standing).some(({ status }) => !settled.test(status))) return { which: 'neither' };
  const stacks = arrived(plan, serving, standing, holds);
  const unmoved = serving !== undefined && isAs(serving, standing, holds);
  // What differs only in where its images are made from looks the same until they have come.
  if (stacks && !(unmoved && before && images(before) !== images(revision))) return { which: 'newest', stacks };
  return { which: unmoved ? 'before' : 'neither' };
}

const images = ({ effective: { services, builds } }: Revision) => canonicalJson({ services, builds });

/**
 * What each stack was brought to, if every one is where the plan wants it. One that still holds what only the revision
 * before needed counts: the services have moved, and the next operation takes it away.
 */
function arrived(
  plan: Plan,
  serving: Serving | undefined,
  standing: StandingStacks,
  holds: Holds,
): Serving['stacks'] | undefined {
  const stacks: Partial<Record<StackKind, AppliedStack>> = {};
  for (const kind of stackKinds) {
    const stack = standing[kind];
    const contract = plan.contract.find((one) => one.stack === kind);
    const wanted = [plan.stacks[kind], contract?.remove === false ? contract : undefined].filter((one) => one !== undefined);
    if (!stack && wanted.length > 0) return undefined;
    if (!stack) continue;
    const applied = wanted.find((one) => holds(stack, one));
    const kept = contract?.remove ? serving?.stacks[kind] : undefined;
    if (applied) {
      const { templateKey, templateHash } = applied;
      stacks[kind] = { templateKey, templateHash, parameters: stack.parameters };
    } else if (kept && holds(stack, kept)) stacks[kind] = kept;
    else return undefined;
  }
  return stacks;
}

const isAs = ({ stacks }: Serving, standing: StandingStacks, holds: Holds) =>
  stackKinds.every((kind) => {
    const [stack, applied] = [standing[kind], stacks[kind]];
    return stack && applied ? holds(stack, applied) : stack === applied;
  });
