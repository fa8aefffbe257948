import { compilePlan } from '../../simulator/cloudformation/compile-plan.ts';
import { parameterValues } from '../../simulator/cloudformation/parameter-values.ts';
import { plainResourceTypes } from '../../simulator/cloudformation/plain-resource-types.ts';
import type { Template as CheckedTemplate } from '../../simulator/cloudformation/read-template.ts';
import { resolveIntrinsics, type Scope } from '../../simulator/cloudformation/resolve-intrinsics.ts';
import type { Progress, ResourceType } from '../../simulator/cloudformation/resource-type.ts';
import { ec2 } from '../../simulator/ec2/ec2.ts';
import type { Ec2State } from '../../simulator/ec2/ec2-state.ts';
import { iam } from '../../simulator/iam/iam.ts';
import type { IamState } from '../../simulator/iam/iam-state.ts';
import { makeRegion } from '../../simulator/region.ts';

/** A CloudFormation template as an object, as far as anybody here looks at it. */
export interface TemplateObject {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: object;
  readonly Mappings?: object;
  readonly Conditions?: object;
  readonly Outputs?: object;
}
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: object;
  readonly DependsOn?: string | readonly string[];
}

export interface NetworkOptions {
  readonly parameters?: Readonly<Record<string, string>>;
  /** `eu-west-1` when it is not given. */
  readonly region?: string;
  /** Which zone ids alone a service (`codebuild`) has endpoints in; the others have them in all. */
  readonly endpointZones?: Readonly<Record<string, readonly string[]>>;
  /** Where the template's resources are added: a network another template made. It is left as it is. */
  readonly on?: Ec2State;
}

export interface Network {
  readonly ec2: Ec2State;
  /** The physical id; of a resource that is no network, its stand-in. Throws for a name the template has not. */
  idOf(logicalId: string): string;
  /** The outputs with stand-ins for what is no network: the parameters of the next template. */
  readonly outputs: Readonly<Record<string, string>>;
}

const networkTypes = new Map<string, ResourceType>(
  plainResourceTypes.filter(({ type }) => type.startsWith('AWS::EC2::')).map((handlers) => [handlers.type, handlers]),
);

/**
 * The network of a template as CloudFormation would have made it, at once: the simulator's own handlers in the order of
 * the references, without events and time. Throws what a handler refuses, its logical id before it. Every other type is
 * left out and has a stand-in for its id and its attributes.
 */
export function networkOf(template: TemplateObject, options: NetworkOptions = {}): Network {
  // Another seed on top of another network, lest the same ids are drawn again.
  const seed = 1 + Object.values(options.on ?? {}).reduce((sum, things) => sum + Object.keys(things).length, 0);
  const region = makeRegion({ services: [ec2, iam], region: options.region ?? 'eu-west-1', seed });
  const { context, state } = region;
  if (options.on) state.services.EC2 = structuredClone(options.on);
  if (options.endpointZones) state.knobs['ec2.endpoint-zones'] = options.endpointZones;
  const checked = { Parameters: {}, Mappings: {}, Conditions: {}, Outputs: {}, ...structuredClone(template) } as CheckedTemplate;
  const given = Object.entries(options.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  const plan = compilePlan(checked, parameterValues(checked, given), {
    'AWS::Region': context.region,
    'AWS::AccountId': context.account,
    'AWS::Partition': context.partition,
    'AWS::StackName': 'network',
    'AWS::StackId': 'network',
    'AWS::URLSuffix': 'amazonaws.com',
  });
  const made: Record<string, { id: string; attribute: (name: string) => string }> = {};
  const scope: Scope = {
    parameters: plan.parameters,
    mappings: plan.mappings,
    condition: (name) => {
      throw new Error(`condition ${name} outside of Fn::If`);
    },
    ref: (id) => (id === 'AWS::NoValue' ? undefined : made[id]?.id),
    attribute: (id, name) => made[id]?.attribute(name),
  };

  const make = (logicalId: string) => {
    const { type, properties } = plan.resources[logicalId] ?? { type: '', properties: {} };
    const handlers = networkTypes.get(type);
    if (!handlers) {
      const id = `stand-in-${logicalId}`;
      made[logicalId] = { id, attribute: (name) => `stand-in-${logicalId}.${name}` };
      if (type === 'AWS::IAM::InstanceProfile') standInProfile(context.state<IamState>('IAM'), id);
      return;
    }
    const resolved = resolveIntrinsics(properties, scope) as Record<string, unknown>;
    const missing = handlers.required?.find((name) => !(name in resolved));
    if (missing !== undefined) throw new Error(`${logicalId}: required key [${missing}] not found`);
    const request = { stackName: 'network', stackId: 'network', logicalId, properties: resolved, tags: ownTags(resolved) };
    const begun = accepted(logicalId, handlers.create(request, context));
    const done =
      begun.state === 'DONE'
        ? begun
        : accepted(logicalId, handlers.check({ ...request, ...begun, operation: 'CREATE' }, context));
    if (done.state !== 'DONE') throw new Error(`${logicalId}: not made at once`);
    made[logicalId] = {
      id: done.physicalId,
      attribute: (name) => {
        const found = done.attributes?.[name];
        if (found === undefined) throw new Error(`${logicalId}: does not support attribute type ${name} in Fn::GetAtt`);
        return String(found);
      },
    };
  };

  const waiting = new Set(Object.keys(plan.resources));
  // Round after round whatever nothing is missing for any more; compilePlan has refused circles.
  while (waiting.size > 0)
    for (const id of waiting) {
      if (plan.resources[id]?.dependsOn.some((other) => waiting.has(other))) continue;
      make(id);
      waiting.delete(id);
    }
  const outputs = Object.entries(plan.outputs).map(([key, { Value }]) => [key, String(resolveIntrinsics(Value, scope))]);
  return {
    ec2: context.state<Ec2State>('EC2'),
    outputs: Object.fromEntries(outputs),
    idOf(logicalId) {
      const found = made[logicalId];
      if (!found) throw new Error(`the template makes no ${logicalId}`);
      return found.id;
    },
  };
}

function accepted(logicalId: string, progress: Progress): Progress & { readonly state: 'DONE' | 'BUSY' } {
  if (progress.state === 'FAILED') throw new Error(`${logicalId}: ${progress.reason}`);
  return progress;
}

/** An instance is refused without a profile EC2 knows. */
function standInProfile(state: IamState, name: string): void {
  state.instanceProfiles ??= {};
  state.instanceProfiles[name] = { InstanceProfileName: name, Arn: name, Path: '/', roles: [], youngUntil: 0 };
}

function ownTags({ Tags = [] }: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries((Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}
