import { monthlyCost } from '../cost/monthly-cost.ts';
import type { Environment } from '../operation/environment.ts';
import { newOperation } from '../operation/new-operation.ts';
import type { Attempt, Operation } from '../operation/operation.ts';
import { outputsOf } from '../operation/outputs-of.ts';
import type { Serving } from '../operation/serving.ts';
import { servingOf } from '../operation/serving-of.ts';
import type { KeptRecord } from './kept-record.ts';
import type { Seen } from './standing-stack.ts';

/**
 * What Settle would have written of the newest operation. Its attempts are made of what AWS holds, so that the
 * same functions read them.
 */
export function servedBy(
  { revision, plan }: KeptRecord,
  { standing: { foundation, services }, built }: Seen,
  stacks: Serving['stacks'],
): Required<Pick<Environment, 'serving' | 'outputs' | 'monthlyCost'>> {
  const { operation: id, createdAt, actor, requestHash } = revision;
  const lock = { operation: id, revision: revision.revision, actor, openedAt: createdAt, requestHash };
  const done = (subject: string, action: Attempt['action'], more: Partial<Attempt>): [string, Attempt] => [
    `${subject}/${action}/1`,
    { subject, action, n: 1, at: createdAt, deadline: createdAt, outcome: 'DONE', ...more },
  ];
  const images = Object.entries(built).map(([job, image]) => done(job, 'build', { image }));
  const applied = Object.entries(stacks).map(([kind, call]) => done(kind, 'update', { call }));
  const operation: Operation = {
    ...newOperation(revision.environment, { ...lock, kind: 'UPDATE', trigger: 'request' }),
    // A stack that was to go and stands is among the stacks.
    plan: { ...plan, contract: [] },
    attempts: Object.fromEntries([...images, ...applied]),
  };
  return {
    serving: servingOf(operation, revision.blueprintVersion),
    outputs: outputsOf(operation, foundation?.outputs ?? {}, services?.outputs ?? {}),
    monthlyCost: monthlyCost(revision.effective),
  };
}
