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
