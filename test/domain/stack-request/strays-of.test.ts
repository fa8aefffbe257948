import { describe, expect, it } from 'vitest';
import { straysOf } from '../../../domain/stack-request/strays-of.ts';

type Asked = Parameters<typeof straysOf>[0] & { readonly succeeded?: boolean };
const create = (physicalId: string, environment: string, more: Partial<Asked> = {}): Asked => {
  return { type: 'Create', physicalId, environment, ...more };
};
const update = (knownAs: string, physicalId: string, environment: string, more: Partial<Asked> = {}): Asked => {
  return { type: 'Update', knownAs, physicalId, environment, ...more };
};
const removal = (knownAs: string, environment?: string): Asked => {
  return { type: 'Delete', knownAs, physicalId: knownAs, ...(environment ? { environment } : {}) };
};
const shown = (physicalId: string | undefined, stackStatus: string) => {
  return { type: 'Custom::Environment', status: '', stackStatus, ...(physicalId ? { physicalId } : {}) };
};
const told = { succeeded: true };

describe('what has to go besides', () => {
  it.each<[string, Asked, readonly Asked[], ReturnType<typeof shown>, readonly string[]]>([
    ['nothing, of a first Create', create('a', 'A'), [], shown(undefined, 'CREATE_IN_PROGRESS'), []],
    [
      'what a Create has made, when its Delete has a made-up id',
      removal('made-up'),
      [create('a', 'A')],
      shown('made-up', 'ROLLBACK_IN_PROGRESS'),
      ['a'],
    ],
    [
      'also when that was told SUCCESS, and CloudFormation did not read it',
      removal('made-up'),
      [create('a', 'A', told)],
      shown('made-up', 'ROLLBACK_IN_PROGRESS'),
      ['a'],
    ],
    [
      'not the second attempt, when the first is cleared away after it',
      removal('made-up'),
      [create('a', 'A'), create('a2', 'A', told)],
      shown('a2', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
      ['a'],
    ],
    [
      'not the second attempt, even if CloudFormation shows nothing of it',
      removal('made-up'),
      [create('a', 'A'), create('a2', 'A', told)],
      shown('made-up', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
      ['a'],
    ],
    [
      'what another name has begun, when the Update goes back',
      update('a', 'a3', 'A'),
      [create('a', 'A', told), update('a', 'b', 'B')],
      shown('a', 'UPDATE_ROLLBACK_IN_PROGRESS'),
      ['b'],
    ],
    [
      'not what an Update has made before in the name it asks for',
      update('a', 'b2', 'B'),
      [create('a', 'A', told), update('a', 'b', 'B')],
      shown('a', 'UPDATE_IN_PROGRESS'),
      [],
    ],
    [
      'not what replaces the one that goes',
      removal('a', 'A'),
      [create('a', 'A', told), update('a', 'b', 'B', told)],
      shown('a', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
      [],
    ],
    [
      'what CloudFormation has asked to go before, with whatever it asks next',
      removal('b', 'B'),
      [create('a', 'A', told), update('a', 'b', 'B', told), removal('a', 'A')],
      shown('b', 'DELETE_IN_PROGRESS'),
      ['a'],
    ],
    [
      'before a Create of the same name as well',
      create('a2', 'A'),
      [create('a', 'A', told), removal('a', 'A')],
      shown(undefined, 'UPDATE_IN_PROGRESS'),
      ['a'],
    ],
    [
      'a name that is had a second time is not what it was the first',
      removal('made-up'),
      [create('a', 'A', told), removal('a', 'A'), create('a2', 'A')],
      shown('made-up', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'),
      ['a2', 'a'],
    ],
  ])('%s', (_what, request, before, resource, strays) => {
    expect(straysOf(request, before, resource)).toEqual(strays);
  });
});
