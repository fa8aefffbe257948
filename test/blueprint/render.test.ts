import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { render } from '../../blueprint/render.ts';
import { blueprintVersion } from '../../domain/blueprint-version.ts';
import { inputOf, renderSpec, stackOf, stacksOf } from './render-spec.ts';

const web = { image: 'nginx:1.27', port: 80 };

describe('render answers with the stacks the spec needs', () => {
  test('all three for a mirrored image', () => {
    expect(Object.keys(renderSpec({ services: { web } }))).toEqual(['registry', 'foundation', 'services']);
  });

  test('no registry when every image is pulled in place', () => {
    expect(Object.keys(renderSpec({ services: { web: { ...web, mirror: false } } }))).toEqual(['foundation', 'services']);
  });

  test('the registry alone when there are images and no services', () => {
    const images = inputOf({ services: { web } }).images;
    expect(Object.keys(renderSpec({ services: {} }, { images }))).toEqual(['registry']);
  });

  test('none for nothing', () => {
    expect(renderSpec({ services: {} })).toEqual({});
  });
});

describe('every template', () => {
  const rendered = renderSpec({ services: { web }, tags: { team: 'quay' } });
  const templates = stacksOf(rendered).map(({ template }) => template);

  test('says whose it is, and nothing that changes with the revision', () => {
    expect(templates.map(({ Metadata }) => Metadata)).toEqual(
      ['registry', 'foundation', 'services'].map((stack) => ({ moorage: { environment: 'shop', stack, blueprintVersion } })),
    );
    expect(renderSpec({ services: { web }, tags: { team: 'quay' } }, { revision: 8 })).toEqual(rendered);
  });

  test("tags what can be tagged with the spec's tags and the environment", () => {
    const tags = [
      { Key: 'moorage:environment', Value: 'shop' },
      { Key: 'team', Value: 'quay' },
    ];
    const untagged = templates
      .flatMap(({ Resources }) => Object.values(Resources))
      .filter(({ Properties }) => JSON.stringify(Properties?.Tags) !== JSON.stringify(tags));
    expect([...new Set(untagged.map(({ Type }) => Type))].sort()).toEqual([
      'AWS::EC2::Route',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPCGatewayAttachment',
      'AWS::IAM::RolePolicy',
    ]);
  });

  test('is free of everything that would tie it to a bootstrap, an asset, a region or an account', () => {
    const text = JSON.stringify(rendered);
    for (const word of [
      'BootstrapVersion',
      'CDKMetadata',
      'Custom::',
      'Fn::GetAZs',
      'Fn::ImportValue',
      'AWS::CDK',
      '"Rules"',
      '"Export"',
    ]) {
      expect(text).not.toContain(word);
    }
  });

  test('gives no resource a physical name', () => {
    const named = /"(RoleName|ClusterName|RepositoryName|LogGroupName|GroupName|ServiceName|Family)":"/;
    expect(JSON.stringify(templates.map(({ Resources }) => Resources))).not.toMatch(named);
  });
});

test('render leaves nothing behind', () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('moorage-render-'));
  const before = left();
  render(inputOf({ services: { web } }));
  expect(() => renderSpec({ services: { web }, network: { cidr: '10.0.0.0/28' } })).toThrow(RangeError);
  expect(left().filter((name) => !before.includes(name))).toEqual([]);
});

test('render throws when CloudFormation would refuse the template: ECR knows no empty tag value', () => {
  expect(() => renderSpec({ services: { web }, tags: { team: '' } })).toThrow(/Tags.*length 0/);
});

test('a plain reference is known when planning, every other image is late', () => {
  const rendered = renderSpec({ services: { web, raw: { image: 'nginx:1', mirror: false } } });
  expect(stackOf(rendered, 'services').parameters).toEqual({ RawImage: 'nginx:1', RestartedAt: 'never' });
  expect(stackOf(rendered, 'foundation').parameters).toEqual({ Zone1: 'euw1-az1', Zone2: 'euw1-az2' });
});
