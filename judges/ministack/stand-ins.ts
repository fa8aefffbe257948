import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { installSecrets } from '../moto/install-secrets.ts';
import type { Credentials } from './ask-signed.ts';
import { createStack, deleteStack } from './deploy.ts';
import { isMetricMath, type World } from './deployed.ts';
import type { Standing } from './held/standing.ts';
import type { Ministack } from './start-ministack.ts';
import { userWith } from './user-with.ts';

interface StandIn {
  /** What MiniStack does otherwise than AWS, and what we do about it. */
  readonly gap: string;
  readonly stillNeeded: boolean;
}

/** Whatever was changed so that there is a deployment at all, each asked of MiniStack itself. */
export async function standIns(world: World, standing: Standing, { ownResponseUrl }: Ministack): Promise<readonly StandIn[]> {
  const { connect, ask, endpoint, app } = world;
  const alarms = Object.entries(app.template.Resources).filter(([, resource]) => isMetricMath(resource));
  const [[, first] = ['', undefined]] = alarms;
  const { status, reasons } = first
    ? await createStack(connect, endpoint, 'mathematics', { Resources: { Alarm: { ...first, DependsOn: [] } } }, false)
    : { status: '', reasons: [] };
  await deleteStack(connect, 'mathematics').catch(() => undefined);
  const ResourceARNList = Object.values(await installSecrets(connect));
  const offered = await connect(ResourceGroupsTaggingAPIClient).send(new GetResourcesCommand({ ResourceARNList }));
  const rights = { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' };
  const asked = { Condition: { Null: { 'events:source': 'false' } } };
  const conditional = await putEvent(world, await userWith(connect, 'conditional', { ...rights, ...asked }));
  const unconditional = await putEvent(world, await userWith(connect, 'unconditional', rights));
  const { body } = await ask('execute-api', { method: 'GET', url: `${standing.outputs.Url}/health` });
  return [
    {
      gap: `ministack refuses alarms over metric math: ${alarms.length} alarms are left out of the template`,
      stillNeeded: status !== 'CREATE_COMPLETE' && reasons.some((reason) => reason.includes('metric math')),
    },
    {
      gap: 'ministack has custom resources answer at its own port, where the removal guard answers to amazonaws.com only',
      stillNeeded: !new URL(ownResponseUrl).host.endsWith('.amazonaws.com'),
    },
    {
      gap: 'ministack tells no tags of a secret, so none can be offered: the spec goes without one',
      stillNeeded: offered.ResourceTagMappingList?.length === 0,
    },
    {
      gap: 'ministack gives policies no events:source: functions here may put events of any source',
      stillNeeded: conditional === 403 && unconditional === 200,
    },
    {
      gap: 'ministack answers GET /health of every host itself: it is asked through the name of the stage',
      stillNeeded: typeof body === 'object' && body !== null && 'services' in body,
    },
  ];
}

async function putEvent({ ask, endpoint }: World, credentials: Credentials): Promise<number> {
  const { status } = await ask(
    'events',
    {
      method: 'POST',
      url: `${endpoint}/`,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
      body: JSON.stringify({ Entries: [{ Source: 'moorage', DetailType: 'Asked', Detail: '{}' }] }),
    },
    credentials,
  );
  return status;
}
