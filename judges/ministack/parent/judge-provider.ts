import { setTimeout as delay } from 'node:timers/promises';
import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { deployed } from '../deployed.ts';
import type { Standing } from '../held/standing.ts';
import { callOf, type Operated } from '../judge-operation.ts';
import { asAwsWouldAsk } from './as-aws-would-ask.ts';
import { atRest, createFrom, takeDown } from './parent-stack.ts';
import { parentTemplate } from './parent-template.ts';
import type { WithParents } from './with-parents.ts';

/** A customer's stack beside the deployed control plane, whose bundled provider runs in MiniStack with its role. */
export async function judgeProvider(world: WithParents): Promise<Operated> {
  const { standing } = await deployed(world);
  const untouched = await asMinistackAsks(world, standing);
  const mended = await asAwsWouldAsk(world, standing);
  return {
    cases: untouched.cases + mended.cases,
    failures: [...untouched.failures, ...mended.failures],
    knownGaps: [...untouched.knownGaps, ...mended.knownGaps],
  };
}

/** The example with its import, and nobody between. What MiniStack asks is not what CloudFormation asks, and is refused. */
export async function asMinistackAsks(world: WithParents, standing: Standing): Promise<Operated> {
  const failures: string[] = [];
  const cloudFormation = world.connect(CloudFormationClient);
  const id = await createFrom(world, 'customer', parentTemplate({ timeout: 5 }));
  await delay(2000);
  const shown = await cloudFormation
    .send(new DescribeStackResourceCommand({ StackName: id, LogicalResourceId: 'Shop' }))
    .then(({ StackResourceDetail }) => StackResourceDetail?.ResourceStatus ?? '')
    .catch((error: unknown) => String(error));
  if (!shown.includes('does not exist')) failures.push(`a known gap is none any longer: what is asked is shown as ${shown}`);
  const { status, reasons } = await atRest(world, id);
  if (status !== 'ROLLBACK_COMPLETE' || !reasons.some((reason) => reason.includes('timed out after 5s')))
    failures.push(`MiniStack’s own request was not left alone: the stack is ${status}: ${reasons.join('; ')}`);
  const log = await logOf(standing, 'Provider');
  if (!log.some((line) => line.includes("its ResponseURL is not this request's in CloudFormation's bucket")))
    failures.push(`the provider does not say why it refuses: ${log.join('\n')}`);
  const { status: found } = await callOf(standing, 'GET', '/environments/shop');
  if (found !== 404) failures.push(`a request that was refused has left an environment: ${found}`);
  await takeDown(world, 'customer');
  await atRest(world, id);
  const gap =
    'ministack asks from an address that is not CloudFormation’s: the deployed provider refuses, and the stack times out';
  return { cases: 4, failures, knownGaps: [gap] };
}

async function logOf({ connect }: Standing, name: string): Promise<readonly string[]> {
  const logs = connect(CloudWatchLogsClient);
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const group = logGroups.find(({ logGroupName }) => logGroupName?.includes(`${name}Log`))?.logGroupName;
  const { events = [] } = group ? await logs.send(new FilterLogEventsCommand({ logGroupName: group })) : {};
  return events.map(({ message = '' }) => message);
}
