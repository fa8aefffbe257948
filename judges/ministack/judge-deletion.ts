import { deleteStack, liftTerminationProtection } from './deploy.ts';
import { stackName } from './deployed.ts';
import { describers } from './held/describers.ts';
import { resolvedIn } from './held/resolved-in.ts';
import type { Standing } from './held/standing.ts';
import { callOf, hello, type Operated } from './judge-operation.ts';

interface Deleted {
  readonly cases: number;
  readonly failures: readonly string[];
}

/** The first thing `cdk destroy` meets. */
export async function judgeProtection({ connect }: Standing): Promise<Operated> {
  const { status } = await deleteStack(connect, stackName);
  if (status !== 'REFUSED') return { cases: 1, failures: [`the stack is not protected: ${status}`], knownGaps: [] };
  await liftTerminationProtection(connect, stackName);
  return { cases: 1, failures: [], knownGaps: [] };
}

/** The second, while an environment stands. In AWS everything the guard depends on would still be there. */
export async function judgeGuard(standing: Standing): Promise<Operated> {
  const { connect, ask, outputs } = standing;
  const failures: string[] = [];
  const asked = await callOf(standing, 'PUT', '/environments/hello', hello());
  if (asked.status !== 202) failures.push(`PUT /environments/hello is answered ${asked.status}`);
  await liftTerminationProtection(connect, stackName);
  const { status, reasons } = await deleteStack(connect, stackName);
  if (status !== 'DELETE_FAILED' || !reasons.some((reason) => reason.includes('StandingEnvironments')))
    failures.push(`with an environment the stack is ${status}: ${reasons.join('; ')}`);
  const after = await ask('execute-api', { method: 'GET', url: `${outputs.Url}/environments` });
  if (after.status !== 404) failures.push(`a known gap is none any longer: after a refusal the service answers ${after.status}`);
  const gap = 'ministack goes on with a deletion that the removal guard refused, and deletes what the guard depends on';
  return { cases: 3, failures, knownGaps: [gap] };
}

/** Nothing is left but what the template retains, and that is left. */
export async function judgeDeletion(standing: Standing): Promise<Deleted> {
  const { connect, template, physical } = standing;
  const { status, reasons } = await deleteStack(connect, stackName);
  if (status !== 'DELETE_COMPLETE') return { cases: 1, failures: [`the stack is ${status}: ${reasons.join('; ')}`] };
  const failures: string[] = [];
  let cases = 1;
  for (const [id, { Type, Properties = {}, DeletionPolicy }] of Object.entries(template.Resources)) {
    const describe = describers[Type];
    // A version goes with its function, in AWS too; what it is retained for is the next version, not the end.
    if (!describe || Type === 'AWS::Lambda::Version') continue;
    const wanted = resolvedIn(standing, Properties) as Readonly<Record<string, unknown>>;
    const held = await describe(standing, physical.get(id) ?? '', wanted).catch(() => undefined);
    cases += 1;
    const retained = DeletionPolicy === 'Retain';
    if (retained && !held) failures.push(`${id} is gone, and is to stay`);
    if (!retained && held) failures.push(`${id} is left: ${JSON.stringify(held).slice(0, 200)}`);
  }
  return { cases, failures };
}
