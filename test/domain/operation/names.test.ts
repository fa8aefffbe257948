import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptKey, attemptToken } from '../../../domain/operation/attempt-key.ts';
import { environmentOfTag, imageTag, operationOfTag } from '../../../domain/operation/image-tag.ts';
import { operationId } from '../../../domain/operation/operation-id.ts';
import { stackKinds } from '../../../domain/operation/stack-kind.ts';
import { parseStackName, stackName } from '../../../domain/operation/stack-name.ts';

const name = fc.oneof(
  fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/),
  fc.constantFrom('a', 'a-services', 'registry', 'x-foundation-services', 'moorage-a-registry', 'a--b', 'a'.repeat(30)),
);
const kind = fc.constantFrom(...stackKinds);

describe('operationId', () => {
  it('can be said, is stable and fits wherever it goes', () => {
    fc.assert(
      fc.property(name, fc.string(), (environment, seed) => {
        const id = operationId(environment, seed);
        expect(id.slice(environment.length)).toMatch(
          /^(-[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]){2}$/,
        );
        expect(operationId(environment, seed)).toBe(id);
        // The execution's name with `-r12` on it; AWS allows 80 characters.
        expect(`${id}-r12`.length).toBeLessThanOrEqual(80);
      }),
    );
    expect(operationId('shop', 'monday')).toBe(operationId('shop', 'monday'));
  });

  it('tells thousands of seeds apart', () => {
    const ids = Array.from({ length: 2000 }, (_, index) => operationId('shop', `seed ${index}`));

    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the tag of an image', () => {
  it('says for which environment and by which operation it was pushed, and that another was not', () => {
    fc.assert(
      fc.property(name, fc.string(), fc.integer({ min: 1, max: 40 }), (environment, seed, n) => {
        const operation = operationId(environment, seed);
        const tag = imageTag(operation, 'a'.repeat(64), n);
        expect([environmentOfTag(tag), operationOfTag(environment, tag)]).toEqual([environment, operation]);
        expect(operationOfTag(`${environment}x`, tag)).toBeUndefined();
      }),
    );
    for (const tag of ['1.27', 'latest', 'abcdef012345-shop', 'abcdef012345-shop-bavan-rorug-0'])
      expect(environmentOfTag(tag)).toBeUndefined();
  });
});

describe('stack names', () => {
  it('read back for every environment there can be', () => {
    fc.assert(
      fc.property(name, kind, (environment, stack) => {
        const text = stackName(environment, stack);
        expect(parseStackName(text)).toEqual({ environment, kind: stack });
        expect(text.length).toBeLessThanOrEqual(128);
      }),
    );
  });

  it('read back from what CloudFormation generates from them', () => {
    const logicalId = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,20}$/);
    const suffix = fc.stringMatching(/^[A-Za-z0-9]{4,13}$/);
    fc.assert(
      fc.property(name, kind, logicalId, suffix, (environment, stack, logical, random) => {
        expect(parseStackName(`${stackName(environment, stack)}-${logical}-${random}`)).toEqual({ environment, kind: stack });
      }),
    );
    expect(parseStackName('moorage-shop-foundation-Cluster-8qlp')).toEqual({ environment: 'shop', kind: 'foundation' });
  });

  it.each([
    '',
    'moorage',
    'moorage-shop',
    'moorage--services',
    'shop-services',
    'moorage-shop-service',
    'moorage-Shop-services',
    'x-moorage-shop-services',
  ])('%j is not ours', (text) => {
    expect(parseStackName(text)).toBeUndefined();
  });
});

describe('attemptToken', () => {
  it('is the same for the same four, another for any other, and fits CloudFormation', () => {
    const four = fc.tuple(
      fc.stringMatching(/^[a-z-]{1,9}$/),
      fc.constantFrom('web', 'foundation'),
      fc.constantFrom('create', 'update'),
      fc.nat(3),
    );
    const tokenOf = ([id, subject, action, n]: [string, string, string, number]) =>
      attemptToken(id, { subject, action: action as 'create', n });
    fc.assert(
      fc.property(four, four, (one, two) => {
        expect(tokenOf(one)).toMatch(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/);
        expect(tokenOf(one) === tokenOf(two)).toBe(JSON.stringify(one) === JSON.stringify(two));
      }),
    );
    expect(attemptKey({ subject: 'web', action: 'build', n: 2 })).toBe('web/build/2');
  });
});
