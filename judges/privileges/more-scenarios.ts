import type { Accepted } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import { baseImage, givenBase, pushBase } from '../../test/engine/support-base.ts';
import { demoSpec } from '../../test/support/demo-spec.ts';
import { emptyTable } from '../../test/support/empty-table.ts';
import { askToUpload, zipOf } from '../../test/support/upload.ts';
import type { TestWorld } from '../../test/support/world.ts';
import type { Scenario } from '../shapes/scenarios.ts';

/** A scenario in which something happens at a call of a function; what throws there, AWS refuses. */
export interface Disturbed extends Scenario {
  readonly disturb?: () => (by: string, call: SdkCall, world: TestWorld) => void;
}

const { custom = {}, stock = {} } = demoSpec.services;
const created = async (world: TestWorld) => {
  await world.ended(await world.put('hello', demoSpec));
  await world.passes(5);
};
const remove = async (world: TestWorld) => (await world.request<Accepted>('DELETE', '/environments/hello')).body.operation;

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

/** One service goes, one comes, one changes: every stack has something to make and something to lose. */
const other: Spec = {
  ...demoSpec,
  builds: {},
  services: { stock: { ...stock, variables: { COLOUR: 'blue' } }, fresh: { image: 'httpd:2.4', port: 80 } },
};
/** Its log group is changed before its services fail. */
const failing: Spec = {
  ...demoSpec,
  services: {
    custom: { ...custom, logs: { retentionDays: 30 } },
    stock: { ...stock, image: 'acme/crashes:1' },
  },
};

/** What calls AWS in ways the other judges' scenarios do not: reading, recovering, going back, getting stuck. */
export const moreScenarios: readonly Disturbed[] = [
  {
    what: 'a dry run, of a new name and of what serves',
    play: async (world) => {
      const spec = { ...demoSpec, bastion: true };
      await world.request('POST', '/plans', { name: 'hello', spec });
      await world.ended(await world.put('hello', spec));
      await world.request('POST', '/plans', { name: 'hello', patch: { network: { zones: 1 } } });
    },
  },
  {
    what: 'an upload that is taken over and built',
    play: async (world) => {
      const { upload, put } = await askToUpload(world, zipOf({ Dockerfile: 'FROM nginx:1.27\n' }));
      put();
      await world.ended(await world.put('images', { builds: { app: { upload } } }));
    },
  },
  {
    what: 'a wave that is stopped, a wish that waits, a life that ends',
    play: async (world) => {
      givenBase(world);
      const files = { Dockerfile: `FROM ${baseImage}\n` };
      const builds = { ttl: '2h', rebuild: { onBaseImagePush: true, schedule: 'rate(1 hour)' }, builds: { app: { files } } };
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await world.ended(await world.put(name, builds));
      pushBase(world, 'for the other architecture', true, 'linux/arm64');
      await world.passes(1);
      pushBase(world, 'and once more', true, 'linux/arm64');
      await world.passes(150);
    },
  },
  {
    what: 'an operation that another one supersedes',
    play: async (world) => {
      await created(world);
      await world.put('hello', other);
      await world.passes(1);
      const { body } = await world.request<Accepted>('PUT', '/environments/hello?supersede=true', demoSpec);
      await world.ended(body.operation);
    },
  },
  {
    what: 'images that nobody can need any more',
    play: async (world) => {
      await world.ended(await world.put('hello', { services: { stock } }));
      for (const upstream of [2, 3, 4, 5, 6, 7]) {
        world.region.advanceTo(world.region.state.now + 25 * 3_600_000);
        world.region.setKnob('dockerHub.revisions', { 'library/nginx:1.27': upstream });
        await world.ended((await world.request<Accepted>('POST', '/environments/hello/rebuild')).body.operation);
      }
    },
  },
  {
    what: 'a bus that refuses what begins',
    disturb: () => (by, call) => {
      if (call.operation === 'PutEvents' && (by === 'Planner' || by === 'Fence')) refuse();
    },
    play: async (world) => {
      await created(world);
      await world.ended(await remove(world));
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
      await world.ended(await remove(world));
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

  {
    what: 'plans before there is anything and after',
    play: async (world) => {
      const plan = (spec: Spec) => world.request('POST', '/plans', { name: 'hello', spec });
      const spec: Spec = { ...demoSpec, bastion: true, egress: 'endpoints' };
      await plan(spec);
      await plan(demoSpec);
      await world.ended(await world.put('hello', spec));
      await plan(demoSpec);
      await world.ended(await remove(world));
    },
  },
  {
    what: 'everything that can be asked',
    play: async (world) => {
      await created(world);
      const { operations } = (await world.request<{ operations: { id: string }[] }>('GET', '/operations?limit=1')).body;
      const id = operations[0]?.id ?? '';
      for (const path of ['/environments', '/environments/hello', '/operations', `/operations/${id}`, '/openapi.json', '/health'])
        await world.request('GET', path);
      for (const path of [
        '/environments/hello/health',
        '/environments/hello/logs',
        '/environments/hello/logs?service=stock',
        '/environments/hello/logs?build=custom',
        '/freeze',
      ])
        await world.request('GET', path);
      await world.request('PUT', '/freeze', { scope: 'everything', reason: 'a look around' });
      await world.request('DELETE', '/freeze');
      await world.request('POST', '/environments?dryRun=true', demoSpec);
      await world.request('PUT', '/environments/hello?dryRun=true', other);
      await world.ended(await remove(world));
    },
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
      const id = await remove(world);
      await world.passes(0.2);
      abort(world, 'TEARDOWN_MACHINE');
      await world.ended(id);
    },
  },
  {
    what: 'an update cancelled as the services move',
    play: async (world) => {
      await created(world);
      const id = await world.put('hello', other);
      await world.until(async () =>
        (await world.operation(id)).attempts.some(({ subject, action }) => subject === 'services' && action === 'update'),
      );
      await world.request('POST', `/operations/${id}/cancel`, {});
      await world.ended(id);
    },
  },
  {
    what: 'a record that is lost and restored from the stacks',
    play: async (world) => {
      await created(world);
      await emptyTable(world);
      await world.request('POST', '/repairs', { from: 'stacks' });
      await world.ended(await remove(world));
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
      await world.ended(status === 202 ? body.operation : await remove(world));
    },
  },
];
