import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coerce } from '../../../domain/stack-request/coerce.ts';
import { anySpec } from '../../blueprint/any-spec.ts';

/** What CloudFormation makes of properties on their way to a provider. */
const asStrings = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asStrings);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asStrings(one)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
};

it('gives back every spec whose numbers and booleans have become strings', () => {
  fc.assert(fc.property(anySpec, (spec) => void expect(coerce(asStrings(spec))).toEqual(spec)));
});

it('leaves alone what the schema wants as a string, and what fits nothing', () => {
  const spec = {
    paused: 'withNetwork',
    services: { web: { image: 'nginx', port: 'eighty', cpu: '1e3', variables: { PORT: '80', DEBUG: 'true' } } },
    nobodyKnows: 'true',
  };
  expect(coerce(spec)).toEqual(spec);
});

it('makes a boolean of the word where a word would do as well', () => {
  expect(coerce({ paused: 'true' })).toEqual({ paused: true });
});

it('does not fall over what is no spec at all', () => {
  for (const text of [undefined, null, 'x', 7, []]) expect(coerce(text)).toEqual(text);
  expect(coerce({ services: { constructor: { port: '80' } } })).toEqual({ services: { constructor: { port: 80 } } });
});
