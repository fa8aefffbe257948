import type { Accepted } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import { demoSpec } from '../../test/support/demo-spec.ts';
import { emptyTable } from '../../test/support/empty-table.ts';
import type { TestWorld } from '../../test/support/world.ts';
import { beginRemoval } from './begin-removal.ts';
import { created } from './created.ts';
import type { Disturbed } from './disturbed.ts';

const { custom = {}, stock = {} } = demoSpec.services;

const refuse = () => {
  throw Object.assign(new Error('refused, to see what happens'), { name: 'AccessDeniedException' });
};

/** Ends the execution that drives an operation, as an operator with the console can. */
const abort = ({ region, settings }: TestWorld, machine: 'DEPLOY_MACHINE' | 'TEARDOWN_MACHINE') => {
  const { executions } = region.call('SFN', 'ListExecutions', {
    stateMachineArn: settings[machine] ?? '',
    statusFilter: 'RUNNING',
  }) as { executions: { executionArn: string }[] };
  for (const { executionArn } of executions) region.call('SFN', 'StopExecution', { executionArn });
};

const reaches = (world: TestWorld, id: string, phase: string) =>
  world.until(async () => (await world.operation(id)).phases.find((one) => one.phase === phase)?.status === 'RUNNING');

/** Its log group is changed before its services fail. */
const failing: Spec = {
  ...demoSpec,
  services: {
    custom: { ...custom, logs: { retentionDays: 30 } },
    stock: { ...stock, image: 'acme/crashes:1' },
  },
};

/** What breaks midway, and how it is taken up, gone back from or got stuck in. */
export const recoveryScenarios: readonly Disturbed[] = [
  {
    what: 'a bus that refuses what begins',
    disturb: () => (by, call) => {
      if (call.operation === 'PutEvents' && (by === 'Planner' || by === 'Fence')) refuse();
    },
    play: async (world) => {
      await created(world);
      await world.ended(await beginRemoval(world));
    },
  },
  {
    what: 'a release that only the watchman manages',
    disturb:
      () =>
      (by, { service, operation }) => {
        if (by === 'Settle' && service === 'DynamoDB' && operation.startsWith('Delete')) refuse();
      },
    play: async (world) => {
      await created(world);
      await world.ended(await beginRemoval(world));
      await world.passes(30);
    },
  },
  ...[false, true].map((cancels) => ({
    what: `a build nobody acknowledged${cancels ? ', cancelled' : ''}`,
    disturb: () => {
      let started = 0;
      return (by: string, { operation }: SdkCall) => {
        if (operation === 'StartBuild') started += 1;
        if (by === 'EnsureImage' && started > 0 && operation.startsWith('Update')) refuse();
      };
    },
    play: async (world: TestWorld) => {
      const id = await world.put('hello', demoSpec);
      await reaches(world, id, 'BUILD');
      if (cancels) {
        await world.passes(0.5);
        await world.request('POST', `/operations/${id}/cancel`, {});
      }
      await world.ended(id);
    },
  })),
  {
    what: 'a deployment begun again while its end is awaited',
    disturb: () => {
      let begun = false;
      return (by, { operation, input }, { region }) => {
        if (begun || by !== 'EnsureDeployment' || operation !== 'DescribeServices') return;
        begun = true;
        const { cluster, services } = input as { cluster: string; services: string[] };
        region.call('ECS', 'UpdateService', { cluster, service: services[0], forceNewDeployment: true });
      };
    },
    play: created,
  },
  ...(['REGISTRY', 'BUILD', 'SERVICES'] as const).map((phase) => ({
    what: `an execution aborted in ${phase}`,
    play: async (world: TestWorld) => {
      const id = await world.put('hello', demoSpec);
      await reaches(world, id, phase);
      abort(world, 'DEPLOY_MACHINE');
      await world.ended(id);
    },
  })),
  {
    what: 'a teardown aborted',
    play: async (world) => {
      await created(world);
      const id = await beginRemoval(world);
      await world.passes(0.2);
      abort(world, 'TEARDOWN_MACHINE');
      await world.ended(id);
    },
  },
  {
    what: 'a record that is lost and restored from the stacks',
    play: async (world) => {
      await created(world);
      await emptyTable(world);
      await world.request('POST', '/repairs', { from: 'stacks' });
      await world.ended(await beginRemoval(world));
    },
  },
  {
    what: 'an update whose way back is barred, and a way on',
    play: async (world) => {
      await created(world);
      const { logGroups } = world.region.call('CloudWatchLogs', 'DescribeLogGroups', {}) as {
        logGroups: { logGroupName: string }[];
      };
      const logGroupName = logGroups.find((one) => one.logGroupName.includes('CustomLogGroup'))?.logGroupName ?? '';
      const id = await world.put('hello', failing);
      await world.until(async () => (await world.operation(id)).status === 'FAILING');
      world.region.call('CloudWatchLogs', 'DeleteLogGroup', { logGroupName });
      await world.ended(id);
      await world.request('GET', '/environments/hello/health');
      world.region.call('CloudWatchLogs', 'CreateLogGroup', { logGroupName });
      const { status, body } = await world.request<Accepted>('POST', '/environments/hello/repair');
      await world.ended(status === 202 ? body.operation : await beginRemoval(world));
    },
  },
];
