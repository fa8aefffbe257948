import { setTimeout as delay } from 'node:timers/promises';
import { makeTable } from '../../../cloud/table.ts';
import { physicalIdOf } from '../../../domain/stack-request/physical-id-of.ts';
import type { StackRequest } from '../../../domain/stack-request/stack-request.ts';
import type { Standing } from '../held/standing.ts';
import { callOf, type Operated } from '../judge-operation.ts';
import { awsAddress, bringHome } from './aws-address.ts';
import { standBetween } from './between.ts';
import { atRest, createFrom, takeDown } from './parent-stack.ts';
import { parentTemplate } from './parent-template.ts';
import type { SentEvent } from './sent-event.ts';
import { showsInProgress } from './shows-in-progress.ts';
import type { WithParents } from './with-parents.ts';

/** What a function may do yet when it has answered, milliseconds. */
const lingers = 1500;

/** With the judge between, for the address and for what CloudFormation would show: the bundle takes it, and answers. */
export async function asAwsWouldAsk(world: WithParents, standing: Standing): Promise<Operated> {
  const failures: string[] = [];
  const heard: SentEvent[] = [];
  const front = await showsInProgress(world, () => heard.at(-1));
  let toldAt = 0;
  let unbelieved: readonly StackRequest[] = [];
  const between = await standBetween(world, async (event) => {
    heard.push(event);
    if (isOf(event, 'unshown')) {
      await invoke(standing, event, 'RequestResponse');
      unbelieved = await requestsOf(standing, event);
      return;
    }
    if (!isOf(event, 'made') || event.RequestType !== 'Create') return void (await invoke(standing, event, 'Event'));
    // Of this stack the Create comes to an end: MiniStack sends a Delete of nothing less.
    await bringHome(world, awsAddress(event), made(event));
    toldAt = Date.now();
    await delay(lingers);
  });
  const make = async (stack: string, timeout = 300) => {
    const id = await createFrom(world, stack, parentTemplate({ timeout }, between.token));
    return { id, ...(await atRest(world, id)) };
  };
  await make('unshown', 1);
  if (unbelieved.length === 0 || unbelieved.some(({ asked, operation, answer }) => asked ?? operation ?? answer))
    failures.push(`the provider believes what CloudFormation does not show: ${JSON.stringify(unbelieved)}`);
  await lookThrough(front.endpoint, standing);
  const broken = await make('customer');
  const asked = await closed(standing, `${broken.id}|Shop`);
  const { Reason = '' } = JSON.parse(asked?.answer ?? '{}') as { readonly Reason?: string };
  if (asked?.closed !== true || asked.type !== 'Create') failures.push(`the record says of the Create ${JSON.stringify(asked)}`);
  const { body } = await callOf(standing, 'GET', '/environments/shop');
  const { createdBy, lastFailure } = body as {
    readonly createdBy?: string;
    readonly lastFailure?: { readonly sentence: string };
  };
  if (createdBy !== `${broken.id}|Shop`) failures.push(`the environment is not the stack’s: ${JSON.stringify(body)}`);
  if (broken.status !== 'ROLLBACK_COMPLETE' || Reason === '' || !broken.reasons.includes(`Shop: ${Reason}`))
    failures.push(`the stack of what cannot be made is ${broken.status}: ${broken.reasons.join('; ')}; it was told ${Reason}`);
  if (!lastFailure || !Reason.startsWith(lastFailure.sentence))
    failures.push(`the stack was told ${Reason}, the record has ${lastFailure?.sentence}`);
  if (!front.unshown.has('Create')) failures.push('the provider did not ask whether CloudFormation has asked');

  const standingStack = await make('made');
  const gap = 'ministack waits for the provider’s function itself, and not for its answer alone';
  if (Date.now() - toldAt < lingers) failures.push(`a known gap is none any longer: ${gap}`);
  await takeDown(world, 'made');
  const end = await atRest(world, standingStack.id);
  const taken = await closed(standing, `${standingStack.id}|Shop`);
  if (end.status !== 'DELETE_COMPLETE' || taken?.type !== 'Delete' || taken.succeeded !== true)
    failures.push(`a Delete is ${end.status}: ${end.reasons.join('; ')}; the record says ${JSON.stringify(taken)}`);
  const { status: others } = await callOf(standing, 'GET', '/environments/shop');
  if (others !== 200) failures.push(`a Delete has taken what another stack has made: it is answered ${others}`);
  between.stop();
  front.stop();
  return { cases: 10, failures, knownGaps: [gap] };
}

/** The provider asks CloudFormation through the judge. */
async function lookThrough(endpoint: string, { ask, outputs, endpoint: ministack }: Standing): Promise<void> {
  const url = `${ministack}/2015-03-31/functions/${outputs.ProviderArn}/configuration`;
  const { body } = await ask('lambda', { method: 'GET', url });
  const { Variables } = (body as { readonly Environment: { readonly Variables: object } }).Environment;
  const changed = { Environment: { Variables: { ...Variables, AWS_ENDPOINT_URL_CLOUDFORMATION: endpoint } } };
  const headers = { 'content-type': 'application/json' };
  const { status } = await ask('lambda', { method: 'PUT', url, headers, body: JSON.stringify(changed) });
  if (status !== 200) throw new Error(`the provider cannot be led through the judge: ${status}`);
}

const isOf = ({ StackId }: SentEvent, stack: string) => StackId.includes(`:stack/${stack}/`);

/** With MiniStack's address as CloudFormation's; which does not wait for an end. */
async function invoke(
  { ask, outputs, endpoint }: Standing,
  event: SentEvent,
  how: 'Event' | 'RequestResponse',
): Promise<unknown> {
  const url = `${endpoint}/2015-03-31/functions/${outputs.ProviderArn}/invocations`;
  const body = JSON.stringify({ ...event, ResponseURL: awsAddress(event) });
  return (await ask('lambda', { method: 'POST', url, headers: { 'x-amz-invocation-type': how }, body })).body;
}

function made({ StackId, RequestId, LogicalResourceId }: SentEvent): string {
  const PhysicalResourceId = physicalIdOf(`${StackId}|${LogicalResourceId}`, 'shop-lusab-babad');
  const Data = { ClusterName: 'none', 'ServiceArns.web': 'none', ImageUris: 'none' };
  return JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId, StackId, RequestId, LogicalResourceId, Data });
}

const requestsOf = ({ connect, outputs }: Standing, { StackId, LogicalResourceId }: SentEvent) =>
  makeTable(connect, outputs.RecordName ?? '').stackRequests.ofResource(`${StackId}|${LogicalResourceId}`);

/** The newest thing the resource has asked, once nobody waits for anything of it; the stack hears of it a little sooner. */
async function closed({ connect, outputs }: Standing, actor: string): Promise<StackRequest | undefined> {
  const { stackRequests } = makeTable(connect, outputs.RecordName ?? '');
  for (let tries = 0; ; tries += 1) {
    const newest = (await stackRequests.ofResource(actor)).at(-1);
    if (newest?.closed || tries === 40) return newest;
    await delay(250);
  }
}
