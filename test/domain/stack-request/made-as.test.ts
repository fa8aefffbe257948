import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationId } from '../../../domain/operation/operation-id.ts';
import { madeAs } from '../../../domain/stack-request/made-as.ts';
import { physicalIdOf } from '../../../domain/stack-request/physical-id-of.ts';

const names = fc.stringMatching(/^[a-z](-?[a-z0-9]){1,20}$/);
const actor = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/parent/51af3dc0|Shop';

describe('a physical id', () => {
  it('says which operation made what environment', () => {
    fc.assert(
      fc.property(names, fc.string(), (environment, seed) => {
        const operation = operationId(environment, seed);
        expect(madeAs(actor, physicalIdOf(actor, operation))).toEqual({ environment, operation });
      }),
    );
  });

  it('is nobody else’s', () => {
    const id = physicalIdOf(actor, 'shop-lusab-babad');
    expect(madeAs(actor.replace('Shop', 'Other'), id)).toBeUndefined();
    expect(madeAs(actor, id.replace('babad', 'babag'))).toBeUndefined();
    expect(madeAs(actor, 'parent-Shop-1ABCDEFGHIJKL')).toBeUndefined();
  });
});
