import { expect, it } from 'vitest';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import type { EcsState } from '../../simulator/ecs/ecs-state.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { inFlight } from './support-facts.ts';
import { serves } from './support-standing.ts';

const { custom = {}, stock = {} } = demoSpec.services;
const blue: Spec = { ...demoSpec, services: { custom, stock: { ...stock, variables: { COLOUR: 'blue' } } } };

const stockOf = ({ region }: TestWorld) => {
  const { services } = region.context.state<EcsState>('ECS');
  const found = Object.values(services).find(({ name, status }) => status === 'ACTIVE' && name.includes('StockService'));
  if (!found) throw new Error('there is no service stock');
  return found;
};
const statusOf = ({ region }: TestWorld, StackName: string) => {
  const { Stacks } = region.call('CloudFormation', 'DescribeStacks', { StackName }) as { Stacks: { StackStatus: string }[] };
  return Stacks[0]?.StackStatus;
};
/** A world with a serving environment, in which something happens right before the next look at ECS. */
async function givenServing(beforeTheLook: (world: TestWorld) => void) {
  let armed = false;
  const world = await givenWorld({
    hook: {
      before: ({ operation }: SdkCall) => {
        if (!armed || operation !== 'ListServiceDeployments') return;
        armed = false;
        beforeTheLook(world);
      },
    },
  });
  await world.ended(await world.put('hello', demoSpec));
  armed = true;
  return world;
}
/** Somebody, or ECS itself, takes the service back to a task definition like the one before. */
const goBack = (world: TestWorld, taskDefinition: string) => {
  const { clusterArn: cluster, arn: service } = stockOf(world);
  world.region.call('ECS', 'UpdateService', { cluster, service, taskDefinition });
};

it('an update whose service went back right before the last look fails and says what ECS runs', async () => {
  const world = await givenServing((now) => {
    const { region } = now;
    const { taskDefinition } = region.call('ECS', 'DescribeTaskDefinition', { taskDefinition: before[1]?.taskDefinition }) as {
      taskDefinition: object;
    };
    const again = region.call('ECS', 'RegisterTaskDefinition', taskDefinition) as {
      taskDefinition: { taskDefinitionArn: string };
    };
    goBack(now, again.taskDefinition.taskDefinitionArn);
  });
  const before = serves(world);

  const operation = await world.ended(await world.put('hello', blue));

  expect(operation).toMatchObject({ status: 'FAILED', causes: [{ phase: 'STABILITY', subject: 'deployment' }] });
  expect(operation.diagnosis?.sentence).toMatch(/STABILITY failed: stock: ECS runs \S+, not \S+/);
  expect(await unsettled(world)).toEqual([]);
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1 });
  expect(serves(world).map(({ variables }) => variables)).toEqual([[], []]);
});

it('an update whose service goes back while CloudFormation cleans up fails although the stack is complete', async () => {
  const world = await givenServing(() => {});
  const before = serves(world).find(({ service }) => service.includes('Stock'))?.taskDefinition ?? '';
  const id = await world.put('hello', blue);
  const stack = 'moorage-hello-services';
  await world.until(() => statusOf(world, stack) === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  goBack(world, before);
  await world.until(() => statusOf(world, stack) === 'UPDATE_COMPLETE');

  const operation = await world.ended(id);

  expect(operation).toMatchObject({ status: 'FAILED', causes: [{ phase: 'STABILITY', subject: 'deployment' }] });
  expect(operation.causes[0]?.message).toContain(`stock: ECS runs ${before}`);
  expect(inFlight(world)).toEqual([]);
  expect(await unsettled(world)).toEqual([]);
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1 });
  expect(serves(world).map(({ variables }) => variables)).toEqual([[], []]);
});

it('an update whose deployment somebody rolls back fails and says so', async () => {
  const world = await givenServing(() => {});
  const before = serves(world);
  const id = await world.put('hello', blue);
  await world.until(() => stockOf(world).deployments.length > 1);
  const serviceDeploymentArn = stockOf(world).deployments[0]?.serviceDeploymentArn ?? '';
  await world.passes(0.2);
  world.region.call('ECS', 'StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });

  const operation = await world.ended(id);

  expect(operation.status).toBe('FAILED');
  expect(operation.diagnosis?.evidence.join()).toContain('ECS Deployment was stopped');
  expect(await unsettled(world)).toEqual([]);
  expect(serves(world)).toEqual(before);
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1 });
});
