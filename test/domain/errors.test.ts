import { describe, expect, it } from 'vitest';
import * as errors from '../../domain/errors.ts';

describe('the errors that travel', () => {
  const classes = Object.entries(errors).filter(([, value]) => typeof value === 'function') as [
    string,
    new (m: string) => Error,
  ][];

  it.each(classes)('%s carries its own name, message and cause', (name, Failure) => {
    const failure = new Failure('why');

    expect([failure.name, failure.message, failure instanceof Error]).toEqual([name, 'why', true]);
    expect(Object.getOwnPropertyDescriptor(failure, 'name')?.value).toBe(name);
  });

  it('are of the closed family of names a state machine may match', () => {
    expect(errors.errorNames).toEqual(expect.arrayContaining(classes.map(([name]) => name)));
    expect(new Set(errors.errorNames).size).toBe(errors.errorNames.length);
  });
});
