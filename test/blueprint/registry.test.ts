import { describe, expect, test } from 'vitest';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { inputOf, renderSpec, stackOf } from './render-spec.ts';

const spec: Spec = {
  services: { web: { port: 8080 }, proxy: { image: 'nginx:1.27' }, spare: { image: 'nginx:1.26' } },
  builds: { web: { files: { Dockerfile: 'FROM nginx' } } },
};
const template = stackOf(renderSpec(spec), 'registry').template;
const withSecret = stackOf(
  renderSpec({ ...spec, dockerHubSecret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf' }),
  'registry',
).template;

describe('the registry', () => {
  test('has one repository per image, whatever its tags', () => {
    const repositories = Object.keys(template.Resources).filter((id) => template.Resources[id]?.Type === 'AWS::ECR::Repository');
    expect(repositories).toEqual([expect.stringMatching(/^RepositoryNginx/), expect.stringMatching(/^RepositoryWeb/)]);
    expect(inputOf(spec).images).toHaveLength(3);
  });

  test('empties a repository on delete, and keeps every tagged image until then', () => {
    const repository = Object.values(template.Resources)[0]?.Properties ?? {};
    expect(repository).toMatchObject({ EmptyOnDelete: true, ImageTagMutability: 'IMMUTABLE' });
    const { LifecyclePolicyText } = repository.LifecyclePolicy as { LifecyclePolicyText: string };
    const { rules } = JSON.parse(LifecyclePolicyText) as { rules: { selection: unknown }[] };
    expect(rules.map(({ selection }) => selection)).toEqual([
      { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 },
    ]);
  });

  test('tells the URI and the name of every repository', () => {
    const ids = Object.keys(template.Resources).filter((id) => id.startsWith('Repository'));
    expect(Object.keys(template.Outputs ?? {}).sort()).toEqual(
      ['BuildRoleArn', ...ids.flatMap((id) => [`${id}Name`, `${id}Uri`])].sort(),
    );
  });
});

describe('the build role', () => {
  const policies = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::IAM::RolePolicy');

  test('is for builds of the two builders in this account only', () => {
    const { AssumeRolePolicyDocument } = (template.Resources.BuildRole?.Properties ?? {}) as {
      AssumeRolePolicyDocument?: { Statement: unknown[] };
    };
    expect(AssumeRolePolicyDocument?.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'codebuild.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          ArnEquals: { 'aws:SourceArn': inputOf(spec).controlPlane.builderArns },
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        },
      },
    ]);
  });

  test('stands under the path and the boundary', () => {
    expect(template.Resources.BuildRole?.Properties).toMatchObject({
      Path: '/moorage/',
      PermissionsBoundary: inputOf(spec).controlPlane.boundaryArn,
    });
    const { boundaryArn: _, ...controlPlane } = inputOf(spec).controlPlane;
    const unbounded = stackOf(renderSpec(spec, { controlPlane }), 'registry').template;
    expect(unbounded.Resources.BuildRole?.Properties).not.toHaveProperty('PermissionsBoundary');
  });

  test('may do nothing on everything but ask for the ECR token', () => {
    const statements = policies.flatMap(
      ([, { Properties }]) =>
        (Properties as { PolicyDocument: { Statement: { Action: string[]; Resource: unknown }[] } }).PolicyDocument.Statement,
    );
    expect(statements.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action)).toEqual([
      ['ecr:GetAuthorizationToken'],
    ]);
  });

  test('reads the contexts of this environment and no secret', () => {
    const text = JSON.stringify(policies);
    expect(text).toContain(':s3:::moorage-bucket/contexts/shop/*');
    expect(text).not.toContain('secretsmanager');
  });

  test('reads the Docker Hub secret the spec names, and the role itself stays as it was', () => {
    expect(JSON.stringify(withSecret.Resources.BuildRoleDockerHubPolicy)).toContain(':secret:hub-AbCdEf');
    expect(withSecret.Resources.BuildRole).toEqual(template.Resources.BuildRole);
  });
});

describe('what the build role may read of others', () => {
  const connection = 'arn:aws:codestar-connections:eu-west-1:123456789012:connection/0a1b2c3d-0000-4000-8000-000000000000';
  const ecr = '210987654321.dkr.ecr.eu-north-1.amazonaws.com/team/base';
  const grantsOf = (given: Spec) =>
    Object.entries(stackOf(renderSpec(given), 'registry').template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::IAM::RolePolicy')
      .flatMap(([, { Properties }]) => {
        const { Statement } = (Properties as { PolicyDocument: { Statement: { Action: string[]; Resource: unknown }[] } })
          .PolicyDocument;
        return Statement.flatMap(({ Action, Resource }) =>
          Action.map((action) => [action, ...[Resource].flat().map((one) => (one as { 'Fn::Sub'?: string })['Fn::Sub'] ?? one)]),
        );
      })
      .filter(([action]) => /^s3:GetObjectVersion|connections?:|^s3:GetObject$|^ecr:(BatchGet|GetDown)/.test(String(action)));
  const plain = grantsOf(spec);
  const added = (more: Spec) =>
    grantsOf({ ...spec, ...more, services: { ...spec.services, ...more.services } }).filter(
      (one) => !plain.some((other) => JSON.stringify(other) === JSON.stringify(one)),
    );

  test('is exactly the objects its builds name, where a star is only a star', () => {
    const builds: Spec['builds'] = {
      ...spec.builds,
      one: { s3: 's3://theirs/in/a*.zip' },
      two: { s3: 's3://theirs/b.zip', version: '3sL4kq' },
    };
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation's and IAM's.
    expect(added({ builds }).filter(([action]) => String(action).startsWith('s3:'))).toEqual([
      ['s3:GetObject', 'arn:${AWS::Partition}:s3:::theirs/in/a${!*}.zip'],
      ['s3:GetObjectVersion', 'arn:${AWS::Partition}:s3:::theirs/b.zip'],
    ]);
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: until here.
  });

  test('is the connections its builds name, under the name they have', () => {
    const builds: Spec['builds'] = {
      ...spec.builds,
      open: { git: 'https://github.com/acme/open' },
      closed: { git: 'https://github.com/acme/closed', connection },
      again: { git: 'https://github.com/acme/again', connection },
    };
    expect(added({ builds }).filter(([action]) => String(action).includes('connection'))).toEqual([
      ['codestar-connections:UseConnection', connection],
    ]);
  });

  test('is the private registries it copies from, and not what is pulled in place', () => {
    const services: Spec['services'] = {
      copied: { image: `${ecr}:1` },
      other: { image: `${ecr}:2` },
      placed: { image: `${ecr}-too:1`, mirror: false },
    };
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation's.
    const source = 'arn:${AWS::Partition}:ecr:eu-north-1:210987654321:repository/team/base';
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: until here.
    const ofOthers = added({ services }).filter(([, resource]) => typeof resource === 'string');
    expect(ofOthers).toEqual([
      ['ecr:BatchGetImage', source],
      ['ecr:GetDownloadUrlForLayer', source],
    ]);
  });
});
