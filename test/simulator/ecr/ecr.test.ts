import { describe, expect, test } from 'vitest';
import { ask, listen, makeWorld, pass } from '../ecs/container-world.ts';

function withRepository(imageTagMutability = 'MUTABLE', more: object = {}, options = {}) {
  const region = makeWorld(options);
  region.call('ECR', 'CreateRepository', { repositoryName: 'app', imageTagMutability, ...more });
  const push = (imageTag: string, content: string) =>
    ask(region, 'ECR', 'PutImage', { repositoryName: 'app', imageTag, imageManifest: JSON.stringify({ content }) }).image.imageId
      .imageDigest as string;
  const call = (operation: string, more: object = {}) => ask(region, 'ECR', operation, { repositoryName: 'app', ...more });
  return { region, push, call };
}

describe('a repository', () => {
  test('is not found under another name', () => {
    expect(() => ask(makeWorld(), 'ECR', 'DescribeImages', { repositoryName: 'x' })).toThrow(
      "The repository with name 'x' does not exist in the registry with id '111122223333'",
    );
  });
  test('moves a tag to the newer image when it is mutable', () => {
    const { push, call } = withRepository();
    const [one, other] = [push('1', 'a'), push('1', 'b')];
    expect(call('DescribeImages', { imageIds: [{ imageTag: '1' }] }).imageDetails[0].imageDigest).toBe(other);
    expect(call('DescribeImages', { imageIds: [{ imageDigest: one }] }).imageDetails[0].imageTags).toBeUndefined();
  });
  test('takes the same image under the same tag for an error of its own', () => {
    const { push } = withRepository();
    push('1', 'a');
    expect(() => push('1', 'a')).toThrow(expect.objectContaining({ name: 'ImageAlreadyExistsException' }));
  });
  test('refuses a tag it has when it is immutable, also for the same image', () => {
    const { push } = withRepository('IMMUTABLE');
    push('1', 'a');
    expect(() => push('1', 'b')).toThrow(expect.objectContaining({ name: 'ImageTagAlreadyExistsException' }));
    expect(() => push('1', 'a')).toThrow(expect.objectContaining({ name: 'ImageTagAlreadyExistsException' }));
  });
  test('lets the excluded tags be overwritten', () => {
    const filters = { imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest*' }] };
    const { push } = withRepository('IMMUTABLE_WITH_EXCLUSION', filters);
    push('latest', 'a');
    expect(() => push('latest', 'b')).not.toThrow();
  });
});

describe('images', () => {
  test('are found by tag and by digest, or not with the text of ECR', () => {
    const { push, call } = withRepository();
    const digest = push('1', 'a');
    expect(call('DescribeImages', { imageIds: [{ imageDigest: digest }] }).imageDetails[0].imageTags).toEqual(['1']);
    expect(() => call('DescribeImages', { imageIds: [{ imageTag: '9' }] })).toThrow(
      "The image with imageId {imageDigest:'null', imageTag:'9'} does not exist within the repository with name 'app' in the registry with id '111122223333'",
    );
  });
  test('go with all their tags when deleted by digest, and one by one by tag', () => {
    const { push, call } = withRepository();
    const digest = push('1', 'a');
    push('2', 'a');
    expect(call('BatchDeleteImage', { imageIds: [{ imageTag: '1' }] }).imageIds).toEqual([
      { imageDigest: digest, imageTag: '1' },
    ]);
    push('1', 'a');
    expect(call('BatchDeleteImage', { imageIds: [{ imageDigest: digest }] }).imageIds).toHaveLength(2);
    expect(call('ListImages').imageIds).toEqual([]);
  });
  test('that are not there are failures of a call that succeeds', () => {
    const { call } = withRepository();
    expect(call('BatchDeleteImage', { imageIds: [{ imageTag: '1' }] }).failures).toEqual([
      { imageId: { imageTag: '1' }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' },
    ]);
    expect(() => call('BatchDeleteImage', { imageIds: [] })).toThrow('between 1 and 100');
  });
  test('come a hundred at a time, or a thousand when that is asked for, with a token for the rest', () => {
    const { push, call } = withRepository();
    for (let image = 0; image < 120; image += 1) push(`t${image}`, `content ${image}`);
    for (const [operation, list] of [
      ['DescribeImages', 'imageDetails'],
      ['ListImages', 'imageIds'],
    ] as const) {
      const first = call(operation);
      const second = call(operation, { nextToken: first.nextToken });
      expect([first[list].length, second[list].length, second.nextToken]).toEqual([100, 20, undefined]);
      const digests = [...first[list], ...second[list]].map(({ imageDigest }: { imageDigest: string }) => imageDigest);
      expect(new Set(digests).size).toBe(120);
      expect(call(operation, { maxResults: 1000 })[list].length).toBe(120);
      for (const maxResults of [0, 1001]) expect(() => call(operation, { maxResults })).toThrow('between 1 and 1000');
    }
  });
  test('that are named cannot be paged', () => {
    const { push, call } = withRepository();
    const imageIds = [{ imageDigest: push('1', 'a') }];
    expect(() => call('DescribeImages', { imageIds, maxResults: 10 })).toThrow(
      expect.objectContaining({ name: 'InvalidParameterException' }),
    );
  });
  test('are not deleted by digest while an index names them', () => {
    const { push, call } = withRepository();
    const digest = push('1', 'a');
    call('PutImage', { imageTag: 'index', imageManifest: JSON.stringify({ manifests: [{ digest }] }) });
    const remove = () => call('BatchDeleteImage', { imageIds: [{ imageDigest: digest }] });
    expect(remove().failures).toMatchObject([{ failureCode: 'ImageReferencedByManifestList' }]);
    call('BatchDeleteImage', { imageIds: [{ imageTag: 'index' }] });
    expect(remove().failures).toEqual([]);
  });
  test('are announced when they are pushed and when they are deleted', async () => {
    const heard: { detail: Record<string, string> }[] = [];
    const { region, push, call } = withRepository(
      'MUTABLE',
      {},
      { runLambda: async (_: string, event: unknown) => void heard.push(event as (typeof heard)[number]) },
    );
    listen(region, 'aws.ecr');
    push('1', 'a');
    pass(region, 2);
    call('BatchDeleteImage', { imageIds: [{ imageTag: '1' }] });
    pass(region, 2);
    await new Promise(setImmediate);
    expect(heard.map(({ detail }) => [detail['action-type'], detail['image-tag'], detail.result])).toEqual([
      ['PUSH', '1', 'SUCCESS'],
      ['DELETE', '1', 'SUCCESS'],
    ]);
  });
});
