import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTable } from '../../../cloud/table.ts';
import { outcomeHash } from '../../../domain/operation/outcome-hash.ts';
import { embeddedConnect } from '../../../local/connect.ts';
import type { Plan, Problem } from '../../../schemas/gen/api.types.ts';
import type { Spec } from '../../../schemas/gen/spec.types.ts';
import type { CloudFormationState } from '../../../simulator/cloudformation/cloudformation-state.ts';
import type { EcsState } from '../../../simulator/ecs/ecs-state.ts';
import { everyService } from '../../../simulator/every-service.ts';
import { givenWorld, type TestWorld } from '../../support/world.ts';
import { contractOf } from './contract.ts';
import { givenServing } from './serving.ts';

const web = { image: 'nginx:1.27', port: 80 };
const api = { image: 'nginx:1.27', mirror: false, port: 8080 };
const connection = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1d0e8f6a-0000-4000-8000-1234567890ab';
type Shop = Spec & { readonly services: object };
const shop = { services: { web, api } };

const plan = async (world: TestWorld, body: object) => {
  const answer = await world.request<Plan & Problem>('POST', '/plans', body);
  const faults = await contractOf(world);
  expect(faults('POST', '/plans', answer)).toEqual([]);
  return answer;
};
const services = ({ services: all = [] }: Plan) => Object.fromEntries(all.map(({ service, becomes }) => [service, becomes]));

/** Everything there is, byte for byte: the record, and what every simulated service remembers, the bucket among it. */
async function everything({ region, dynamo, settings: { TABLE: TableName = '' } }: TestWorld): Promise<string> {
  const client = DynamoDBDocumentClient.from(embeddedConnect(region, dynamo)(DynamoDBClient));
  const items: unknown[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) items.push(...Items);
  // What was looked at and is empty is as good as not looked at.
  for (const { name } of everyService) region.context.state(name);
  return JSON.stringify([items, region.state]);
}

/** What stands, by stack and logical id, as CloudFormation knows it. */
function standing({ region: { context } }: TestWorld, environment = 'shop') {
  const { stacks, names } = context.state<CloudFormationState>('CloudFormation');
  return Object.fromEntries(
    ['registry', 'foundation', 'services'].map((kind) => {
      const resources = stacks[names[`moorage-${environment}-${kind}`] ?? '']?.resources ?? {};
      return [kind, new Map(Object.values(resources).map(({ logicalId, physicalId = '' }) => [logicalId, physicalId]))];
    }),
  );
}

function tasksOf({ region: { context } }: TestWorld): Readonly<Record<string, readonly string[]>> {
  const { tasks, services: known } = context.state<EcsState>('ECS');
  const all = Object.values(known).filter(({ status }) => status === 'ACTIVE');
  return Object.fromEntries(
    all.map(({ arn, name }) => [
      /services-(\w+)Service-/.exec(name)?.[1]?.toLowerCase() ?? name,
      Object.values(tasks)
        .filter((task) => task.serviceArn === arn && task.lastStatus === 'RUNNING')
        .map((task) => task.arn)
        .sort(),
    ]),
  );
}

async function hashOf({ region, dynamo, settings: { TABLE = '' } }: TestWorld, operation: string) {
  const { operations } = makeTable(embeddedConnect(region, dynamo), TABLE);
  const recorded = (await operations.get(operation))?.plan;
  return recorded && outcomeHash(recorded);
}

/** Plans it, does it, and holds what came about against what was said. */
async function happensAsPlanned(world: TestWorld, spec: Shop): Promise<Plan> {
  const before = await everything(world);
  const { status, body } = await plan(world, { name: 'shop', spec });
  expect([status, body.accepted]).toEqual([200, true]);
  expect((await everything(world)) === before, 'planning has written something').toBe(true);

  const [stood, ran] = [standing(world), tasksOf(world)];
  const operation = await world.put('shop', spec);
  expect(await world.ended(operation)).toMatchObject({ status: 'SUCCEEDED' });
  await world.passes(10);

  expect(await hashOf(world, operation)).toBe(body.outcomeHash);
  const [stands, runs] = [standing(world), tasksOf(world)];
  expect(Object.keys(runs).sort()).toEqual(Object.keys(spec.services).sort());
  for (const { stack, added, removed, replaced } of body.stacks ?? []) {
    const [old, now] = [stood[stack] ?? new Map(), stands[stack] ?? new Map()];
    const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).sort();
    expect([...now.keys()].filter((id) => !old.has(id)).sort(), `${stack}: added`).toEqual(ids(added));
    expect([...old.keys()].filter((id) => !now.has(id)).sort(), `${stack}: removed`).toEqual(ids(removed));
    const others = [...old].filter(([id, physical]) => now.has(id) && now.get(id) !== physical).map(([id]) => id);
    expect(others.sort(), `${stack}: replaced`).toEqual(ids(replaced));
  }
  for (const [service, becomes] of Object.entries(services(body))) {
    const stayed = (ran[service] ?? []).filter((task) => runs[service]?.includes(task)).length;
    if (becomes === 'untouched') expect(runs[service], service).toEqual(ran[service]);
    if (becomes === 'rolled') expect(stayed, `${service} keeps no task`).toBe(0);
    if (becomes === 'changed') expect(stayed, `${service} keeps its tasks`).toBe(ran[service]?.length);
    if (becomes === 'removed') expect(runs[service], service).toBeUndefined();
  }
  return body;
}

describe('POST /plans', () => {
  it('of a new name says everything that would be made, and the PUT makes exactly that', async () => {
    const world = await givenWorld();

    const body = await happensAsPlanned(world, shop);

    expect(body).toMatchObject({ environment: 'shop', change: 'create', revision: 0, findings: [], interruptions: [] });
    expect(services(body)).toEqual({ api: 'added', web: 'added' });
    expect(body.stacks?.map(({ stack, action }) => [stack, action])).toEqual([
      ['registry', 'create'],
      ['foundation', 'create'],
      ['services', 'create'],
    ]);
    expect(body.images).toMatchObject([{ becomes: 'copied', for: ['web'] }]);
    expect(body.network).toContainEqual({
      id: 'NatGateway1',
      kind: 'natGateway',
      why: 'required',
      reason: 'api, web reach the internet through it',
    });
    expect(body.monthlyCost).toMatchObject({ after: { currency: 'USD' } });
    expect(body.monthlyCost).not.toHaveProperty('before');
    expect((await plan(world, { name: 'shop', spec: shop })).body).toMatchObject({ change: 'none', services: [{}, {}] });
  });

  describe('where the environment serves', () => {
    let world: TestWorld;
    beforeAll(async () => {
      world = await givenServing(shop);
      await world.passes(5);
    });

    it('tells the service that is rolled from the one that is not, and why', async () => {
      const body = await happensAsPlanned(world, { services: { web, api: { ...api, variables: { COLOUR: 'blue' } } } });

      expect(body).toMatchObject({ change: 'update', revision: 1, interruptions: [] });
      expect(body.services).toEqual([
        { service: 'api', becomes: 'rolled', why: ['Environment of container api'] },
        { service: 'web', becomes: 'untouched', why: [] },
      ]);
      expect(body.images).toMatchObject([{ becomes: 'kept' }]);
      expect(body.stacks?.filter(({ action }) => action !== 'keep').map(({ stack }) => stack)).toEqual(['services']);
      expect(body.monthlyCost?.after).toEqual(body.monthlyCost?.before);
    });

    it('scales in place', async () => {
      const body = await happensAsPlanned(world, {
        services: { web: { ...web, desiredCount: 3 }, api: { ...api, variables: {} } },
      });

      expect(services(body)).toEqual({ api: 'rolled', web: 'changed' });
      expect(body.monthlyCost?.after.amount).toBeGreaterThan(body.monthlyCost?.before?.amount ?? 0);
    });

    it('rolls whom others may call by a name now, and says what one more zone moves', async () => {
      const body = await happensAsPlanned(world, {
        network: { zones: 3 },
        services: { web, api: { ...api, allowFrom: ['web'] } },
      });

      expect(body.services).toMatchObject([
        { service: 'api', becomes: 'rolled', why: ['NetworkConfiguration of the service', 'ServiceRegistries of the service'] },
        { service: 'web', becomes: 'rolled', why: ['DesiredCount of the service', 'NetworkConfiguration of the service'] },
      ]);
    });

    it('of another way out says which open connections end', async () => {
      const body = await happensAsPlanned(world, {
        network: { zones: 3, nat: 'perZone' },
        services: { web, api: { ...api, allowFrom: ['web'] } },
      });

      expect(services(body)).toEqual({ api: 'untouched', web: 'untouched' });
      expect(body.interruptions?.map(({ what }) => what)).toEqual(['NatDefaultRoute2', 'NatDefaultRoute3']);
    });

    it('of a spec without a service says what leaves with it', async () => {
      const body = await happensAsPlanned(world, { network: { zones: 3, nat: 'perZone' }, services: { api } });

      expect(services(body)).toEqual({ api: 'rolled', web: 'removed' });
      const removed = body.stacks?.flatMap(({ removed: all }) => all.map(({ id }) => id));
      expect(removed).toEqual(expect.arrayContaining(['WebService', 'WebTaskRole', 'WebLogGroup', 'ApiDiscovery', 'Namespace']));
      // Its image stays, for a way back; what made it does not.
      const registry = body.stacks?.find(({ stack }) => stack === 'registry');
      expect(registry).toMatchObject({
        action: 'update',
        removed: expect.arrayContaining([{ id: 'BuildRole', type: 'AWS::IAM::Role' }]),
      });
      expect(registry?.removed.filter(({ type }) => type === 'AWS::ECR::Repository')).toEqual([]);
    });

    it('takes a patch of what serves', async () => {
      const { status, body } = await plan(world, {
        name: 'shop',
        patch: { services: { api: { port: 81, sidecars: { log: {} } } } },
      });
      const mended = await plan(world, { name: 'shop', patch: { services: { api: { desiredCount: 0 } } } });

      expect([status, body.accepted]).toEqual([200, false]);
      expect(body.findings).toMatchObject([{ code: 'IMAGE_MISSING', pointer: '/patch/services/api/sidecars/log' }]);
      expect(services(mended.body)).toEqual({ api: 'changed' });
    });

    it('refuses what cannot change, and says so as an answer', async () => {
      const { status, body } = await plan(world, { name: 'shop', spec: { network: { cidr: '10.9.0.0/16' }, services: { api } } });

      expect([status, body.accepted]).toEqual([200, false]);
      expect(body.findings).toMatchObject([{ code: 'NETWORK_IMMUTABLE', pointer: '/spec/network/cidr' }]);
      expect(body).not.toHaveProperty('stacks');
    });

    it('says that it would not be begun now, while an operation runs', async () => {
      const operation = await world.put('shop', { services: { api: { ...api, cpu: 512, memory: 1024 } } });

      const { body } = await plan(world, { name: 'shop', spec: { services: { api } } });

      expect(body).toMatchObject({ accepted: true, notNow: expect.stringContaining(operation) });
      await world.ended(operation);
    });

    it('says that it would not be begun now, while everything is frozen', async () => {
      await world.request('PUT', '/freeze', { reason: 'the database moves' });

      const { body } = await plan(world, { name: 'shop', spec: { services: { api } } });
      await world.request('DELETE', '/freeze');

      expect(body).toMatchObject({ accepted: true, notNow: expect.stringContaining('the database moves') });
    });
  });

  describe('where nothing can be planned', () => {
    let world: TestWorld;
    beforeAll(async () => {
      const offers = [{ actions: ['codeconnections:UseConnection'], resources: [connection] }];
      world = await givenWorld({ settings: { OFFERS: JSON.stringify(offers) } });
    });

    it('answers a spec that is refused with every finding', async () => {
      const { status, body } = await plan(world, { name: 'shop', spec: { services: { web: { cpu: 1024 } } } });

      expect([status, body.accepted]).toEqual([200, false]);
      expect(body.findings.map(({ code, pointer }) => `${code} ${pointer}`).sort()).toEqual([
        'FARGATE_SIZE_INVALID /spec/services/web/cpu',
        'IMAGE_MISSING /spec/services/web',
      ]);
    });

    it('says what the operation would fail with before it makes anything', async () => {
      const spec = { builds: { web: { git: 'https://example.com/web', connection } } };
      const { status, body } = await plan(world, { name: 'shop', spec });

      expect([status, body.accepted, body.findings]).toEqual([200, false, []]);
      expect(body.refused).toBe(
        'the build web: https://example.com/web does not say <owner>/<repository>, by which a connection knows a repository',
      );
    });

    it.each([
      [{ name: 'nowhere', patch: { tags: {} } }, 404, 'ENVIRONMENT_UNKNOWN'],
      [{ name: 'shop' }, 400, 'BODY_REFUSED'],
      [{ name: 'shop', spec: shop, patch: {} }, 400, 'BODY_REFUSED'],
      [{ name: 'Shop', spec: shop }, 400, 'BODY_REFUSED'],
    ])('answers %j with %i %s', async (body, status, code) => {
      const answer = await plan(world, body);

      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });
  });
});
