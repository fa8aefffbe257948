import type { Bus } from '../../cloud/bus.ts';
import type { Table } from '../../cloud/table.ts';
import type { Workflow } from '../../cloud/workflow.ts';
import type { ErrorName } from '../../domain/errors.ts';
import { attemptsOf } from '../../domain/operation/attempts-of.ts';
import type { Look } from '../../domain/operation/look.ts';
import type { Attempt, OpenWait, Operation } from '../../domain/operation/operation.ts';
import { undoes } from '../../domain/operation/step-key.ts';
import { tellPhase } from '../events/tell-phase.ts';
import type { Aim } from './aim.ts';
import { fence } from './fence.ts';

export interface Advance {
  readonly table: Table;
  readonly workflow: Workflow;
  readonly bus: Bus;
  readonly now: () => number;
}

/** Statuses in which a step of that direction may begin things. */
export function duringOf(wait: OpenWait): readonly ('RUNNING' | 'FAILING')[] {
  return undoes(wait.target) ? ['RUNNING', 'FAILING'] : ['RUNNING'];
}

/**
 * Looks, and does the one thing the look calls for: answers the step's token when it is decided, begins what has to be
 * begun, else leaves the wait open for the next doorbell or timeout. A doorbell (`mayStart` false) never begins anything;
 * it sends the step round again.
 *
 * Harmless to repeat at every line: an attempt is written before its call and repeated with its token, the first outcome
 * stays, and a token answered twice is nobody's error.
 */
export async function advance(
  operation: Operation,
  key: string,
  wait: OpenWait,
  aim: Aim,
  mayStart: boolean,
  deps: Advance,
): Promise<void> {
  let current = operation;
  // Each turn either ends here or writes something that changes the next look; three calls in one entry are plenty.
  for (let turn = 0; turn < 4; turn += 1) {
    const look = await aim.look(current);
    const decided = await decide(current, key, wait, aim, look, mayStart, deps);
    if (decided === 'over') return;
    const next = await deps.table.operations.get(operation.id);
    if (!next) return;
    current = next;
  }
}

async function decide(
  operation: Operation,
  key: string,
  wait: OpenWait,
  aim: Aim,
  look: Look,
  mayStart: boolean,
  deps: Advance,
): Promise<'over' | 'look again'> {
  const { table, workflow, now } = deps;
  const last = attemptsOf(operation, aim.subject, aim.actions).at(-1);
  switch (look.state) {
    case 'DONE':
      if (last)
        await table.operations.endAttempt(operation.id, last, {
          outcome: 'DONE',
          endedAt: iso(now()),
          reason: look.detail,
          ...(look.image ? { image: look.image } : {}),
          ...(look.inputs ? { inputs: look.inputs } : {}),
          ...(look.unchanged ? { unchanged: true } : {}),
        });
      await table.timeline.tell(operation.id, `${key}/done`, {
        at: iso(now()),
        phase: wait.phase,
        text: `${nameOf(aim)}: ${look.detail}`,
      });
      // Before the token: a death in between has the step look again, and tell it again.
      await tellPhase(operation.id, wait, deps);
      await workflow.succeed(wait.token, { outcome: 'DONE' });
      await table.operations.closeWait(operation.id, key, wait.entry);
      return 'over';
    case 'RUNNING':
    case 'WAIT':
      if (now() > Date.parse(wait.givesUpAt))
        return giveUp(
          operation,
          key,
          wait,
          aim,
          'PhaseDeadline',
          `${look.detail}; the deadline ${wait.givesUpAt} has passed`,
          deps,
        );
      if (wait.detail !== look.detail) await table.operations.describeWait(operation.id, key, wait.entry, look.detail);
      return 'over';
    case 'FOREIGN':
      return giveUp(operation, key, wait, aim, 'ForeignResource', look.detail, deps);
    case 'FAILED': {
      if (look.retryable && last && now() < Date.parse(wait.givesUpAt)) {
        if (!mayStart) return sendRound(wait, deps);
        return begin(operation, key, wait, aim, last.action, deps, last);
      }
      if (last)
        await table.operations.endAttempt(operation.id, last, {
          outcome: 'FAILED',
          endedAt: iso(now()),
          reason: look.reason,
          ...(look.link ? { link: look.link } : {}),
        });
      return giveUp(operation, key, wait, aim, 'AttemptFailed', look.reason, deps);
    }
    case 'START':
      if (now() > Date.parse(wait.givesUpAt))
        return giveUp(
          operation,
          key,
          wait,
          aim,
          'PhaseDeadline',
          `${look.action} was never taken; the deadline ${wait.givesUpAt} has passed`,
          deps,
        );
      if (!mayStart) return sendRound(wait, deps);
      if (look.again && last) return call(operation, key, wait, aim, last, deps);
      return begin(operation, key, wait, aim, look.action, deps);
  }
}

/** `foundation+undo` is how the record tells directions apart; a person reads the phase for that. */
const nameOf = (aim: Aim) => aim.subject.split('+')[0] ?? aim.subject;
const iso = (ms: number) => new Date(ms).toISOString();

async function sendRound(wait: OpenWait, { workflow }: Advance): Promise<'over'> {
  await workflow.fail(wait.token, 'LookAgain', 'a doorbell rang and there is something to begin');
  return 'over';
}

/** Writes the next attempt, then makes its call. The write is where the fence stands. */
async function begin(
  operation: Operation,
  key: string,
  wait: OpenWait,
  aim: Aim,
  action: Attempt['action'],
  deps: Advance,
  failed?: Attempt,
): Promise<'over' | 'look again'> {
  const { table, now } = deps;
  const attempt: Attempt = {
    subject: aim.subject,
    action,
    n: attemptsOf(operation, aim.subject, [action]).length + 1,
    at: iso(now()),
    deadline: wait.givesUpAt,
    ...(await aim.prepare(operation, action)),
  };
  const written = await table.operations.writeAttempt(operation.id, attempt, duringOf(wait));
  if (!written) {
    const fresh = await table.operations.get(operation.id);
    if (fresh && duringOf(wait).some((status) => status === fresh.status)) return 'look again';
    await deps.workflow.fail(wait.token, 'Fenced', 'the operation may begin nothing more');
    return 'over';
  }
  // Only now: had the failed one been ended first, a death in between would have made a retryable failure final.
  if (failed)
    await table.operations.endAttempt(operation.id, failed, { outcome: 'FAILED', endedAt: iso(now()), reason: 'tried again' });
  await table.timeline.tell(operation.id, `${key}/${action}/${attempt.n}`, {
    at: attempt.at,
    phase: wait.phase,
    text: `${nameOf(aim)}: ${action}${attempt.n > 1 ? ` (attempt ${attempt.n})` : ''}`,
  });
  return call(operation, key, wait, aim, attempt, deps);
}

async function call(
  operation: Operation,
  key: string,
  wait: OpenWait,
  aim: Aim,
  attempt: Attempt,
  { table, now }: Advance,
): Promise<'over' | 'look again'> {
  const started = await aim.start(operation, attempt);
  switch (started.answer) {
    case 'accepted':
      await table.operations.acknowledgeAttempt(operation.id, attempt, iso(now()), started.reference);
      return 'over';
    case 'unchanged':
      await table.operations.endAttempt(operation.id, attempt, { outcome: 'DONE', endedAt: iso(now()), reason: 'unchanged' });
      return 'look again';
    case 'busy':
      await table.operations.describeWait(operation.id, key, wait.entry, started.message);
      return 'over';
    case 'refused':
      await table.operations.endAttempt(operation.id, attempt, {
        outcome: 'FAILED',
        endedAt: iso(now()),
        reason: started.message,
      });
      return 'look again';
  }
}

/** The step is lost: its cause is kept, the operation fenced if the step was a forward one, and the machine told. */
async function giveUp(
  operation: Operation,
  key: string,
  wait: OpenWait,
  aim: Aim,
  name: ErrorName,
  message: string,
  deps: Advance,
): Promise<'over'> {
  const { table, workflow, now } = deps;
  const cause = { name, phase: wait.phase, subject: aim.subject, message, at: iso(now()) };
  await table.timeline.tell(operation.id, `${key}/failed`, {
    at: cause.at,
    phase: wait.phase,
    text: `${nameOf(aim)}: ${message}`,
  });
  await table.operations.addCause(operation.id, cause);
  if (!undoes(wait.target)) await fence(operation.id, key, deps);
  await workflow.fail(wait.token, name, message);
  await table.operations.closeWait(operation.id, key, wait.entry);
  return 'over';
}
