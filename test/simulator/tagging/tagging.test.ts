import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { describe, expect, test } from 'vitest';
import { connectTo } from '../../../simulator/connect.ts';
import { ask, makeWorld } from '../ecs/container-world.ts';

const Tags = [{ Key: 'offered-to', Value: 'blue' }];

function world() {
  const region = makeWorld();
  const get = (input: object) => ask(region, 'ResourceGroupsTaggingAPI', 'GetResources', input);
  const secret = (Name: string, more: object = {}): string =>
    ask(region, 'SecretsManager', 'CreateSecret', { Name, SecretString: 'x', ...more }).ARN;
  return { region, get, secret };
}
const error = (name: string) => expect.objectContaining({ name });

describe('GetResources', () => {
  test('answers the tags of secrets, parameters and repositories by their ARNs', () => {
    const { region, get, secret } = world();
    const one = secret('one', { Tags });
    ask(region, 'SSM', 'PutParameter', { Name: '/app/key', Value: 'x', Type: 'String', Tags });
    const repository = ask(region, 'ECR', 'CreateRepository', { repositoryName: 'app', tags: Tags }).repository.repositoryArn;
    const parameter = 'arn:aws:ssm:eu-west-1:111122223333:parameter/app/key';
    const { ResourceTagMappingList: list } = get({ ResourceARNList: [one, parameter, repository] });
    expect(list).toEqual([one, parameter, repository].map((ResourceARN) => ({ ResourceARN, Tags })));
  });
  test('answers the tags of buckets', () => {
    const { region, get } = world();
    for (const Bucket of ['tagged', 'bare']) ask(region, 'S3', 'CreateBucket', { Bucket });
    const tag = (ResourceARNList: readonly string[]) =>
      ask(region, 'ResourceGroupsTaggingAPI', 'TagResources', { ResourceARNList, Tags: { 'offered-to': 'blue' } });
    expect(tag(['arn:aws:s3:::tagged'])).toEqual({ FailedResourcesMap: {} });
    expect(Object.keys(tag(['arn:aws:s3:::none']).FailedResourcesMap)).toEqual(['arn:aws:s3:::none']);
    const ResourceARNList = ['arn:aws:s3:::tagged', 'arn:aws:s3:::bare'];
    expect(get({ ResourceARNList }).ResourceTagMappingList).toEqual([{ ResourceARN: 'arn:aws:s3:::tagged', Tags }]);
  });
  test('sees what is tagged through TagResources, each by its own service', () => {
    const { region, get, secret } = world();
    const [arn] = [secret('one')];
    ask(region, 'SSM', 'PutParameter', { Name: 'p', Value: 'x', Type: 'String' });
    const repository = ask(region, 'ECR', 'CreateRepository', { repositoryName: 'app' }).repository.repositoryArn;
    const all = [arn, 'arn:aws:ssm:eu-west-1:111122223333:parameter/p', repository];
    ask(region, 'ResourceGroupsTaggingAPI', 'TagResources', { ResourceARNList: all, Tags: { 'offered-to': 'blue' } });
    expect(get({ ResourceARNList: all }).ResourceTagMappingList.map(({ Tags }: { Tags: object }) => Tags)).toEqual([
      Tags,
      Tags,
      Tags,
    ]);
    expect(ask(region, 'SecretsManager', 'DescribeSecret', { SecretId: arn }).Tags).toEqual(Tags);
  });
  test('leaves out what does not exist or never had a tag, and keeps what had one', () => {
    const { region, get, secret } = world();
    const [bare, had] = [secret('bare'), secret('had', { Tags })];
    ask(region, 'SecretsManager', 'UntagResource', { SecretId: had, TagKeys: ['offered-to'] });
    expect(get({ ResourceARNList: [bare, had, `${bare}x`] }).ResourceTagMappingList).toEqual([{ ResourceARN: had, Tags: [] }]);
  });
  test('takes a hundred ARNs at most, and nothing beside them', () => {
    const { get, secret } = world();
    const arn = secret('one', { Tags });
    expect(() => get({ ResourceARNList: Array.from({ length: 101 }, (_, at) => `${arn}${at}`) })).toThrow(
      error('InvalidParameterException'),
    );
    for (const more of [{ ResourcesPerPage: 10 }, { TagFilters: [{ Key: 'a' }] }, { ResourceTypeFilters: ['secretsmanager'] }])
      expect(() => get({ ResourceARNList: [arn], ...more })).toThrow(error('InvalidParameterException'));
  });
  test('without ARNs goes by tags and types, page by page', () => {
    const { region, get, secret } = world();
    for (const name of ['a', 'b', 'c']) secret(name, { Tags });
    ask(region, 'SSM', 'PutParameter', { Name: 'p', Value: 'x', Type: 'String', Tags });
    const asked = {
      TagFilters: [{ Key: 'offered-to', Values: ['blue', 'green'] }],
      ResourceTypeFilters: ['secretsmanager:secret'],
      ResourcesPerPage: 2,
    };
    const first = get(asked);
    expect(first.ResourceTagMappingList).toHaveLength(2);
    const second = get({ ...asked, PaginationToken: first.PaginationToken });
    expect([second.ResourceTagMappingList.length, second.PaginationToken]).toEqual([1, '']);
    expect(get({ TagFilters: [{ Key: 'offered-to', Values: ['green'] }] }).ResourceTagMappingList).toEqual([]);
  });
  test('is throttled by name, which the real client takes up', async () => {
    const { region, get, secret } = world();
    const arn = secret('one', { Tags });
    region.setKnob('tagging.throttled', true);
    expect(() => get({ ResourceARNList: [arn] })).toThrow(error('ThrottledException'));
    // The first attempt is refused, and then the limit is over.
    const hook = { after: () => region.setKnob('tagging.throttled', undefined) };
    const client = connectTo(region, hook)(ResourceGroupsTaggingAPIClient);
    const answer = await client.send(new GetResourcesCommand({ ResourceARNList: [arn] }));
    expect(answer.$metadata.attempts).toBe(2);
    expect(answer.ResourceTagMappingList?.[0]?.Tags).toEqual(Tags);
  });
});
