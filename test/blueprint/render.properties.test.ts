import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../blueprint/rendered.ts';
import { imageParameter } from '../../domain/image/image-parameter.ts';
import { complete } from '../../domain/spec/complete.ts';
import { containersOf } from '../../domain/spec/containers-of.ts';
import { anySpec } from './any-spec.ts';
import { references } from './references.ts';
import { renderSpec, stacksOf } from './render-spec.ts';

const bytes = (value: unknown) => JSON.stringify(value);
const runs = { numRuns: Number(process.env.MOORAGE_SPECS ?? 15) };

/** An endpoint where the bastion was alone reaches into more zones; none it reached into is left, and that is in place. */
function beforeWidened(resources: Template['Resources']): object {
  const lists = (properties: object) =>
    Object.entries(properties).map(([key, value]) =>
      key === 'SubnetIds' || key === 'RouteTableIds' ? [key, expect.arrayContaining(value as unknown[])] : [key, value],
    );
  return Object.fromEntries(
    Object.entries(resources).map(([id, one]) => {
      if (one.Type !== 'AWS::EC2::VPCEndpoint') return [id, one];
      return [id, { ...one, Properties: Object.fromEntries(lists(one.Properties ?? {})) }];
    }),
  );
}

describe('whatever the spec', () => {
  test('equal specs render to equal bytes, in whatever order they were written', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const services = Object.fromEntries(Object.entries(spec.services).reverse());
        expect(bytes(renderSpec({ ...spec, services }))).toBe(bytes(renderSpec(spec)));
      }),
      runs,
    );
  });

  test('a template stays within the limits of CloudFormation', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        for (const { template } of stacksOf(renderSpec(spec))) {
          const ids = [template.Resources, template.Parameters, template.Outputs].flatMap((section) =>
            Object.keys(section ?? {}),
          );
          for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]{1,255}$/);
          expect(Object.keys(template.Resources).length).toBeLessThan(500);
          expect(Object.keys(template.Parameters ?? {}).length).toBeLessThan(200);
          expect(bytes(template).length).toBeLessThan(1_000_000);
        }
      }),
      runs,
    );
  });

  test('every reference stays inside its template', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        for (const { template } of stacksOf(renderSpec(spec))) {
          const known = new Set([...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})]);
          expect(references(template).filter((id) => !known.has(id))).toEqual([]);
        }
      }),
      runs,
    );
  });

  test('every parameter of services is an output of the foundation or an image', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { foundation, services } = renderSpec(spec);
        const given = new Set(Object.keys(foundation?.template.Outputs ?? {}));
        const known = services?.parameters ?? {};
        const late = (id: string) => !given.has(id) && (known[id] === undefined || id.endsWith('Image'));
        const open = Object.keys(services?.template.Parameters ?? {}).filter(late);
        const containers = Object.entries(complete(spec).services).flatMap(([service, one]) =>
          containersOf(service, one).map(({ name, sidecar }) =>
            imageParameter({ service, ...(sidecar ? { sidecar: name } : {}) }),
          ),
        );
        expect(open.sort()).toEqual(containers.sort());
      }),
      runs,
    );
  });

  test('another service changes nothing of the services that were there', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const before = renderSpec(spec);
        const after = renderSpec({ ...spec, services: { ...spec.services, newcomer: { image: 'nginx:1.27', mirror: false } } });
        for (const kind of ['foundation', 'services'] as const) {
          expect(after[kind]?.template.Resources).toMatchObject(beforeWidened(before[kind]?.template.Resources ?? {}));
          expect(after[kind]?.template.Outputs).toMatchObject(before[kind]?.template.Outputs ?? {});
        }
      }),
      runs,
    );
  });
});

describe('the largest spec', () => {
  test('25 services with logs and exec stay within 500 resources and 200 parameters', () => {
    const services = Object.fromEntries(
      Array.from({ length: 25 }, (_, index) => [`service-number-${index}`, { image: `nginx:${index}`, exec: true, port: 80 }]),
    );
    const { foundation, services: stack } = renderSpec({ services, network: { zones: 3 } });
    expect(Object.keys(foundation?.template.Resources ?? {}).length).toBeLessThan(500);
    // CloudFormation also has a limit of 200 outputs.
    expect(Object.keys(foundation?.template.Outputs ?? {}).length).toBeLessThan(200);
    expect(Object.keys(stack?.template.Parameters ?? {}).length).toBeLessThan(200);
  });
});
