import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../schemas/gen/api.types.ts';
import { givenWorld } from '../../support/world.ts';

const image = 'nginx:1.27';
const withSecret = (arn: string) => ({ services: { web: { image, secrets: { PASSWORD: arn } } } });

/** A secret somebody keeps in the account, tagged or not. */
async function givenSecret(offeredTo?: string) {
  const world = await givenWorld();
  const Tags = offeredTo === undefined ? [{ Key: 'team', Value: 'shop' }] : [{ Key: 'moorage:offered-to', Value: offeredTo }];
  const { ARN } = world.region.call('SecretsManager', 'CreateSecret', { Name: 'prod/db', SecretString: 'swordfish', Tags }) as {
    ARN: string;
  };
  return { world, arn: ARN };
}

describe('a secret somebody keeps in the account', () => {
  it.each([[undefined], ['other']])(
    'is refused to an environment when it is offered to %s, with the command that offers it',
    async (to) => {
      const { world, arn } = await givenSecret(to);

      const answer = await world.request<Problem>('PUT', '/environments/hello', withSecret(`${arn}:password::`));

      expect(answer.status).toBe(400);
      expect(answer.body.findings).toMatchObject([
        { severity: 'refusal', code: 'REFERENCE_NOT_OFFERED', pointer: '/services/web/secrets/PASSWORD' },
      ]);
      expect(answer.body.findings?.[0]?.remedy).toContain(
        `aws resourcegroupstaggingapi tag-resources --resource-arn-list ${arn} --tags moorage:offered-to=hello`,
      );
      expect((await world.request('GET', '/environments/hello')).status).toBe(404);
    },
  );

  it.each([['hello'], ['*']])('is accepted when it is offered to %s', async (to) => {
    const { world, arn } = await givenSecret(to);

    expect((await world.request('PUT', '/environments/hello', withSecret(arn))).status).toBe(202);
  });

  it('is accepted once the command of the remedy has been run', async () => {
    const { world, arn } = await givenSecret();
    const [refused] = [await world.request<Problem>('PUT', '/environments/hello', withSecret(arn))];
    expect(refused?.status).toBe(400);

    world.region.call('ResourceGroupsTaggingAPI', 'TagResources', {
      ResourceARNList: [arn],
      Tags: { 'moorage:offered-to': 'hello' },
    });

    expect((await world.request('PUT', '/environments/hello', withSecret(arn))).status).toBe(202);
  });

  it('is refused when it does not exist', async () => {
    const { world } = await givenSecret();
    const gone = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:gone-Ab12Cd';

    expect((await world.request<Problem>('PUT', '/environments/hello', withSecret(gone))).body.findings?.[0]?.code).toBe(
      'REFERENCE_NOT_OFFERED',
    );
  });
});

describe('the operator’s list', () => {
  const offers = [
    { actions: ['s3:Get*'], resources: ['arn:aws:s3:::acme-data/*'] },
    { actions: ['secretsmanager:GetSecretValue'], resources: ['*:secret:shared/*'] },
  ];
  const given = () => givenWorld({ settings: { OFFERS: JSON.stringify(offers) } });
  const permission = (action: string, resource: string) => ({
    services: { web: { image, permissions: [{ actions: [action], resources: [resource] }] } },
  });

  it.each([
    ['s3:GetObject', 'arn:aws:s3:::acme-data/in/1.json', 202],
    ['s3:Get*', 'arn:aws:s3:::acme-data/*', 202],
    ['s3:PutObject', 'arn:aws:s3:::acme-data/in/1.json', 400],
    ['s3:GetObject', 'arn:aws:s3:::other/in/1.json', 400],
    ['s3:GetObject', 'arn:aws:s3:::*', 400],
    ['s3:*', 'arn:aws:s3:::acme-data/*', 400],
  ])('answers a permission of %s on %s with %i', async (action, resource, status) => {
    const world = await given();

    expect((await world.request('PUT', '/environments/hello', permission(action, resource))).status).toBe(status);
  });

  it('spares what is in it the tag', async () => {
    const world = await given();
    const shared = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shared/db-Ab12Cd';

    expect((await world.request('PUT', '/environments/hello', withSecret(shared))).status).toBe(202);
  });

  it('is the only way to a source in S3', async () => {
    const world = await given();
    const spec = (s3: string) => ({ builds: { site: { s3 } } });

    expect((await world.request<Problem>('PUT', '/environments/a', spec('s3://acme-data/site.zip'))).status).toBe(202);
    expect((await world.request<Problem>('PUT', '/environments/b', spec('s3://other/site.zip'))).body.findings).toMatchObject([
      { code: 'REFERENCE_NOT_OFFERED', pointer: '/builds/site/s3' },
    ]);
  });
});

it('asks AWS nothing about a spec that cannot work: only the own record is read', async () => {
  const asked = new Set<string>();
  const world = await givenWorld({
    hook: { before: async ({ service, operation }) => void asked.add(`${service} ${operation}`) },
  });
  asked.clear();
  const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-Ab12Cd';
  const spec = {
    services: { web: { image, cpu: 256, memory: 4096, mirror: false, egress: 'endpoints', secrets: { PASSWORD: arn } } },
  };

  const answer = await world.request<Problem>('PUT', '/environments/hello', spec);

  expect(answer.body.findings?.map(({ code }) => code)).toEqual(['FARGATE_SIZE_INVALID', 'IMAGE_UNREACHABLE']);
  expect([...asked]).toEqual(['DynamoDB GetItem']);
});
