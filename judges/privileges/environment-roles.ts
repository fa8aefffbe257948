import { imageJobs } from '../../domain/image/image-jobs.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { renderSpec } from '../../test/blueprint/render-spec.ts';
import { arn } from './arn.ts';
import { resolved, type Standing } from './resolved.ts';
import type { Role, Statement } from './role.ts';
import type { Template, TemplateResource } from './template.ts';

/** An environment as its templates make it: its roles by logical id, and what there is of it to be touched. */
export interface EnvironmentRoles {
  readonly name: string;
  readonly spec: EffectiveSpec;
  readonly templates: readonly Template[];
  readonly roles: Readonly<Record<string, Role>>;
  readonly repositories: readonly string[];
  readonly logGroups: Readonly<Record<string, string>>;
}

export interface Around {
  readonly bucket: string;
  readonly boundary: { readonly arn: string; readonly statements: readonly Statement[] };
}

/** A role whose template names another boundary than the control plane's, or none, has none here: it then fails by what it may. */
export function environmentRoles(name: string, spec: Spec, { bucket, boundary }: Around): EnvironmentRoles {
  const effective = complete(spec);
  const rendered = renderSpec(spec, {
    environment: name,
    spec: effective,
    images: imageJobs(effective),
    controlPlane: {
      bucketName: bucket,
      boundaryArn: boundary.arn,
      builderArns: ['x86-64', 'arm64'].map((one) => arn('codebuild', `project/moorage-builder-${one}`)),
    },
  });
  const roles: Record<string, Role> = {};
  const repositories: string[] = [];
  const logGroups: Record<string, string> = {};
  const templates: Template[] = [];
  for (const kind of ['registry', 'foundation', 'services'] as const) {
    const template = rendered[kind]?.template;
    if (!template) continue;
    templates.push(template);
    if (kind === 'services') continue;
    const standing = standingOf(stackName(name, kind), template);
    for (const [id, resource] of Object.entries(template.Resources)) {
      const standingArn = standing.attributes[id]?.Arn ?? '';
      if (resource.Type === 'AWS::ECR::Repository') repositories.push(standingArn);
      if (resource.Type === 'AWS::Logs::LogGroup') logGroups[id] = standingArn.replace(/:\*$/, '');
      if (resource.Type === 'AWS::IAM::Role')
        roles[id] = {
          arn: standingArn,
          statements: policiesOf(id, template, standing),
          tags: tagsOf(resource),
          ...(resource.Properties?.PermissionsBoundary === boundary.arn && { boundary: boundary.statements }),
        };
    }
  }
  return {
    name,
    spec: effective,
    templates,
    roles,
    repositories,
    logGroups,
  };
}

function policiesOf(role: string, { Resources }: Template, standing: Standing): readonly Statement[] {
  return Object.values(Resources)
    .filter(
      ({ Type, Properties }) => Type === 'AWS::IAM::RolePolicy' && JSON.stringify(Properties?.RoleName) === `{"Ref":"${role}"}`,
    )
    .flatMap(
      ({ Properties }) => (resolved(Properties?.PolicyDocument, standing) as { Statement: readonly Statement[] }).Statement,
    );
}

function tagsOf({ Properties }: TemplateResource): Record<string, string> {
  const tags = (Properties?.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** Names as CloudFormation generates them; ECR's are in small letters. */
function standingOf(stack: string, { Resources }: Template): Standing {
  const refs: Record<string, string> = {};
  const attributes: Record<string, Record<string, string>> = {};
  for (const [id, { Type }] of Object.entries(Resources)) {
    const name = `${stack}-${id}-1A2B3C4D5E6F`;
    refs[id] = Type === 'AWS::ECR::Repository' ? name.toLowerCase() : name;
    if (Type === 'AWS::ECR::Repository') attributes[id] = { Arn: arn('ecr', `repository/${name.toLowerCase()}`) };
    if (Type === 'AWS::Logs::LogGroup') attributes[id] = { Arn: arn('logs', `log-group:${name}:*`) };
    if (Type === 'AWS::IAM::Role') attributes[id] = { Arn: arn('iam', `role/moorage/${name}`, '') };
  }
  return { refs, attributes };
}
