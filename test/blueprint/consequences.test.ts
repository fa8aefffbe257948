import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consequences, type Side } from '../../blueprint/consequences.ts';
import { createOnly } from '../../blueprint/create-only.ts';
import { renderDraft } from '../../blueprint/render.ts';
import type { Rendered, Template, TemplateResource } from '../../blueprint/rendered.ts';
import { stackChange } from '../../blueprint/stack-change.ts';
import { transition } from '../../blueprint/transition.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { anySpec } from './any-spec.ts';
import { inputOf, stacksOf } from './render-spec.ts';

const side = (spec: Spec): Side => ({ stacks: renderDraft(inputOf(spec)), spec: complete(spec) });
const base: Spec = { services: { web: { image: 'nginx:1.27', port: 80 }, api: { image: 'nginx:1.27' } } };
const becomes = (before: Spec, after: Spec) =>
  consequences(side(before), side(after)).services.map((one) => `${one.service} ${one.becomes}: ${one.why.join(', ')}`);

describe('consequences', () => {
  test('of an equal spec are none, whatever it is', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { stacks, services, interruptions } = consequences(side(spec), side(structuredClone(spec)));
        expect(stacks.every(({ action }) => action === 'keep')).toBe(true);
        expect(services.every((one) => one.becomes === 'untouched')).toBe(true);
        expect(interruptions).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  test('know values a running stack was given by what they were made of', () => {
    const running = side(base);
    const { services } = running.stacks;
    const given = Object.fromEntries(Object.keys(services?.template.Parameters ?? {}).map((name) => [name, `value of ${name}`]));
    const stacks: Rendered = {
      ...running.stacks,
      ...(services && { services: { ...services, parameters: { ...given, ...services.parameters } } }),
    };

    expect(consequences({ ...running, stacks }, side(base)).services.map((one) => one.becomes)).toEqual([
      'untouched',
      'untouched',
    ]);
  });

  test('of another text in a build, which no template shows, roll its service', () => {
    const built = (text: string): Spec => ({ ...base, services: { web: {} }, builds: { web: { files: { Dockerfile: text } } } });

    expect(becomes(built('FROM a'), built('FROM b'))).toEqual(['web rolled: Image of container web']);
  });

  test('roll the service of an image that cannot be taken over', () => {
    const running = { ...side(base), made: new Set<string>() };

    expect(consequences(running, side(base)).services.map((one) => one.why)).toEqual([
      ['Image of container api'],
      ['Image of container web'],
    ]);
  });

  test('say of a sidecar that it comes and goes', () => {
    const { web = {}, api = {} } = base.services ?? {};
    const more: Spec = { services: { web: { ...web, sidecars: { log: { image: 'fluent/fluent-bit:3' } } }, api } };

    expect(becomes(base, more)[1]).toBe('web rolled: container log is new');
    expect(becomes(more, base)[1]).toBe('web rolled: container log is gone');
  });

  test('follow what is replaced into whoever refers to it, stacks further on too', () => {
    const running = side(base);
    const { foundation } = running.stacks;
    const group = foundation?.template.Resources.WebSecurityGroup as TemplateResource;
    const changed = { ...group, Properties: { ...group.Properties, GroupDescription: 'another text' } };
    const template = {
      ...foundation?.template,
      Resources: { ...foundation?.template.Resources, WebSecurityGroup: changed },
    } as Template;
    const wanted: Side = {
      ...running,
      stacks: { ...running.stacks, foundation: { template, parameters: foundation?.parameters ?? {} } },
    };

    const { stacks, services, interruptions } = consequences(running, wanted);

    expect(stacks.find(({ stack }) => stack === 'foundation')?.replaced).toEqual([
      { id: 'WebSecurityGroup', type: 'AWS::EC2::SecurityGroup', properties: ['GroupDescription'] },
    ]);
    expect(services).toEqual([
      { service: 'api', becomes: 'untouched', why: [] },
      { service: 'web', becomes: 'rolled', why: ['NetworkConfiguration of the service'] },
    ]);
    expect(interruptions).toMatchObject([{ what: 'WebSecurityGroup' }]);
  });

  test('of a replaced resource go on within its stack until nothing more is replaced', () => {
    const template = (cidr: string): Template => ({
      Resources: {
        Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } },
        Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } },
        Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: { Ref: 'Subnet' } } },
        Route: { Type: 'AWS::EC2::Route', Properties: { NatGatewayId: { 'Fn::GetAtt': ['Nat', 'NatGatewayId'] } } },
        Role: { Type: 'AWS::IAM::Role', Properties: { Description: { 'Fn::Sub': 'of $' + '{Vpc}' } } },
        Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } },
      },
    });
    const change = stackChange(
      'foundation',
      { template: template('10.0.0.0/16'), parameters: {} },
      { template: template('10.1.0.0/16'), parameters: {} },
    );

    expect(change.replaced.map(({ id }) => id)).toEqual(['Vpc', 'Subnet', 'Nat']);
    expect(change.changed.map(({ id }) => id)).toEqual(['Route', 'Role']);
  });
});

describe('the way to what is wanted', () => {
  test('replaces nothing while it expands or contracts, and takes away only at the end', () => {
    fc.assert(
      fc.property(anySpec, anySpec, (from, to) => {
        const network = { ...to.network, cidr: from.network?.cidr ?? '10.0.0.0/16' };
        const [before, after] = [inputOf(from), inputOf({ ...to, network })];
        const running = renderDraft(before);
        const { first, wanted } = transition(after, running, before.spec);
        for (const kind of ['registry', 'foundation'] as const) {
          const expand = stackChange(kind, running[kind], first[kind]);
          const contract = stackChange(kind, first[kind], wanted[kind]);
          if (running[kind] && first[kind]) expect([expand.replaced, expand.removed]).toEqual([[], []]);
          if (first[kind]) expect([contract.replaced, contract.added]).toEqual([[], []]);
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe('create-only properties', () => {
  test('are known of every type the blueprint renders', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const types = stacksOf(renderDraft(inputOf(spec))).flatMap(({ template }) =>
          Object.values(template.Resources).map(({ Type }) => Type),
        );
        expect(types.filter((type) => !Object.hasOwn(createOnly, type))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});
