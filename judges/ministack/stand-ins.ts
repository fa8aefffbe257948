import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { installSecrets } from '../moto/install-secrets.ts';
import { createStack, deleteStack } from './deploy.ts';
import { isMetricMath, type World } from './deployed.ts';
import type { Standing } from './held/standing.ts';
import type { Ministack } from './start-ministack.ts';

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
      gap: 'ministack answers GET /health of every host itself: it is asked through the name of the stage',
      stillNeeded: typeof body === 'object' && body !== null && 'services' in body,
    },
  ];
}
