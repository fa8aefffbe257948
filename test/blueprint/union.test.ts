import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../blueprint/rendered.ts';
import { union } from '../../blueprint/union.ts';
import { anySpec } from './any-spec.ts';
import { references } from './references.ts';
import { renderSpec, stackOf } from './render-spec.ts';

/** Logical ids of what leaves when `running` becomes `wanted`. */
const leaves = (running: Template, wanted: Template) =>
  Object.keys(running.Resources)
    .filter((id) => !Object.hasOwn(wanted.Resources, id))
    .sort();

const foundationOf = (spec: Parameters<typeof renderSpec>[0]) => stackOf(renderSpec(spec), 'foundation').template;

describe('given web and proxy run, when only web is wanted', () => {
  const running = foundationOf({ services: { web: { image: 'nginx:1' }, proxy: { image: 'nginx:2', exec: true } } });
  const wanted = foundationOf({ services: { web: { image: 'nginx:1', logs: { retentionDays: 30 } } } });

  test("exactly proxy's resources leave", () => {
    expect(leaves(running, wanted)).toEqual([
      'ProxyExecPolicy',
      'ProxyExecutionRole',
      'ProxyLogGroup',
      'ProxyLogPolicy',
      'ProxyPullPolicy',
      'ProxySecurityGroup',
      'ProxyTaskRole',
    ]);
    expect(leaves(wanted, running)).toEqual([]);
  });

  test('the expanded foundation still has all of proxy', () => {
    const expanded = union(running, wanted);
    for (const id of leaves(running, wanted)) expect(expanded.Resources[id]).toEqual(running.Resources[id]);
    expect(expanded.Outputs).toHaveProperty('ProxyTaskRoleArn');
  });

  test('what both have is as wanted', () => {
    expect(union(running, wanted).Resources.WebLogGroup?.Properties).toMatchObject({ RetentionInDays: 30 });
  });

  test('contracting the expanded foundation takes away what leaves and nothing else', () => {
    expect(leaves(union(running, wanted), wanted)).toEqual(leaves(running, wanted));
  });
});

test('given three zones run, when two are wanted, the third keeps its parameter', () => {
  const services = { web: { image: 'nginx:1' } };
  const running = foundationOf({ services, network: { zones: 3 } });
  const wanted = foundationOf({ services, network: { zones: 2 } });
  expect(union(running, wanted).Parameters).toHaveProperty('Zone3');
});

test('given nothing changes, the union is the template itself', () => {
  const template = foundationOf({ services: { web: { image: 'nginx:1' } } });
  expect(union(template, template)).toEqual(template);
});

test('every reference of a union is inside it, and nothing running is lost', () => {
  fc.assert(
    fc.property(anySpec, anySpec, (before, after) => {
      const running = foundationOf(before);
      const wanted = foundationOf({ ...after, network: before.network ?? {} });
      const expanded = union(running, wanted);
      const known = new Set([...Object.keys(expanded.Resources), ...Object.keys(expanded.Parameters ?? {})]);
      expect(references(expanded).filter((id) => !known.has(id))).toEqual([]);
      expect(leaves(running, expanded)).toEqual([]);
      expect(leaves(wanted, expanded)).toEqual([]);
    }),
    { numRuns: 10 },
  );
});
