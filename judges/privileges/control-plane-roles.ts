import { functions } from '../../functions/catalog.ts';
import { arn } from './arn.ts';
import { place } from './place.ts';
import { resolved, type Standing } from './resolved.ts';
import type { Role, Statement } from './role.ts';
import type { Template, TemplateResource } from './template.ts';

/** The control plane's roles as they are synthesized, with the simulated region's names for what they are allowed to touch. */
export interface ControlPlaneRoles {
  readonly functions: Readonly<Record<string, Role>>;
  /** CloudFormation's execution role. */
  readonly stack: Role;
  /** The boundary of every role of an environment, and what it is called. */
  readonly boundary: { readonly arn: string; readonly statements: readonly Statement[] };
}

interface Settings {
  readonly [name: string]: string;
}

export function controlPlaneRoles(template: Template, settings: Settings): ControlPlaneRoles {
  const resources = Object.entries(template.Resources);
  const standing = standingOf(template, settings);
  const documentOf = ({ Properties }: TemplateResource) =>
    resolved((Properties?.PolicyDocument as { Statement?: unknown } | undefined)?.Statement, standing) as readonly Statement[];
  const of = (role: string): Role => ({
    arn: standing.attributes[role]?.Arn ?? '',
    statements: resources
      // What does not fit into a role's own policy is a managed one beside it.
      .filter(([, { Type, Properties }]) => /^AWS::IAM::(Managed)?Policy$/.test(Type) && refersTo(Properties?.Roles, role))
      .flatMap(([, policy]) => documentOf(policy)),
  });
  const idOf = (stem: string) => only(resources, (id, { Type }) => Type === 'AWS::IAM::Role' && id.startsWith(stem), stem);
  const boundary = only(
    resources,
    (id, { Type }) => Type === 'AWS::IAM::ManagedPolicy' && id.startsWith('EnvironmentBoundary'),
    'boundary',
  );
  return {
    functions: Object.fromEntries(Object.keys(functions).map((name) => [name, of(idOf(`${name}Role`))])),
    stack: of(idOf('StackRole')),
    boundary: {
      arn: standing.refs[boundary] ?? '',
      statements: documentOf(template.Resources[boundary] ?? { Type: '' }),
    },
  };
}

const refersTo = (roles: unknown, id: string) => JSON.stringify(roles ?? null).includes(`{"Ref":"${id}"}`);

function only(
  resources: readonly (readonly [string, TemplateResource])[],
  is: (id: string, resource: TemplateResource) => boolean,
  what: string,
): string {
  const [found, ...others] = resources.filter(([id, resource]) => is(id, resource)).map(([id]) => id);
  if (found === undefined || others.length > 0) throw new Error(`the control plane has ${others.length + 1} of ${what}`);
  return found;
}

/** Physical names: the region's where it has the thing, else what CloudFormation would make of the stack's name and the id. */
function standingOf({ Resources }: Template, settings: Settings): Standing {
  const refs: Record<string, string> = {};
  const attributes: Record<string, Record<string, string>> = {};
  for (const [id, { Type }] of Object.entries(Resources)) {
    const name = `moorage-${id}-1A2B3C4D5E6F`;
    refs[id] = name;
    if (Type === 'AWS::DynamoDB::Table') {
      refs[id] = settings.TABLE ?? '';
      attributes[id] = { Arn: arn('dynamodb', `table/${settings.TABLE}`) };
    }
    if (Type === 'AWS::Events::EventBus') {
      refs[id] = settings.BUS ?? '';
      attributes[id] = { Arn: arn('events', `event-bus/${settings.BUS}`) };
    }
    if (Type === 'AWS::S3::Bucket') {
      refs[id] = settings.BUCKET ?? '';
      attributes[id] = { Arn: `arn:${place.partition}:s3:::${settings.BUCKET}` };
    }
    if (Type === 'AWS::IAM::Role')
      attributes[id] = { Arn: id.startsWith('StackRole') ? (settings.STACK_ROLE_ARN ?? '') : arn('iam', `role/${name}`, '') };
    if (Type === 'AWS::IAM::ManagedPolicy') refs[id] = arn('iam', `policy/${name}`, '');
    if (Type === 'AWS::Logs::LogGroup') attributes[id] = { Arn: arn('logs', `log-group:${name}:*`) };
    if (Type === 'AWS::Lambda::Function') attributes[id] = { Arn: arn('lambda', `function:${name}`) };
    if (Type === 'AWS::SQS::Queue') attributes[id] = { Arn: arn('sqs', name) };
  }
  return { refs, attributes };
}
