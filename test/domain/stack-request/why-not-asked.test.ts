import { describe, expect, it } from 'vitest';
import { whyNotAsked } from '../../../domain/stack-request/why-not-asked.ts';

const shown = (status: string, stackStatus: string) => ({ type: 'Custom::Environment', status, stackStatus });
const ask = (type: 'Create' | 'Update' | 'Delete', resource: ReturnType<typeof shown>) =>
  whyNotAsked({ type }, resource) === undefined;

describe('a request is believed', () => {
  it.each(['Create', 'Update', 'Delete'] as const)('%s while the resource is at just that', (type) => {
    for (const status of ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'])
      expect(ask(type, shown(status, status))).toBe(status.startsWith(type.toUpperCase()));
  });

  it.each(['DELETE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'])(
    'a Delete while its stack is %s, whatever the resource shows',
    (stackStatus) => {
      expect(ask('Delete', shown('UPDATE_COMPLETE', stackStatus))).toBe(true);
      expect(ask('Update', shown('UPDATE_COMPLETE', stackStatus))).toBe(false);
    },
  );

  it('none about a stack that rests, a resource of another kind, or none', () => {
    expect(ask('Delete', shown('UPDATE_COMPLETE', 'UPDATE_COMPLETE'))).toBe(false);
    expect(ask('Delete', shown('DELETE_COMPLETE', 'DELETE_COMPLETE'))).toBe(false);
    const bucket = { ...shown('CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS'), type: 'AWS::S3::Bucket' };
    expect(whyNotAsked({ type: 'Create' }, bucket)).toBe('the resource is a AWS::S3::Bucket');
    expect(whyNotAsked({ type: 'Create' }, undefined)).toBe('there is no such resource');
  });
});
