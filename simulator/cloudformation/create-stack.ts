import type { CreateStackInput, CreateStackOutput } from '@aws-sdk/client-cloudformation';
import { awsError } from '../aws-error.ts';
import type { StackRecord } from './cloudformation-state.ts';
import { alreadyExists, checkToken, repeatedOperation, requestHash } from './request-token.ts';
import { requestVersion } from './request-version.ts';
import { startOperation } from './run-phases.ts';
import { hideChange } from './stale-read.ts';
import { validationError } from './validation-error.ts';
import { cloudFormationState, laterForStack, type World } from './world.ts';

export function createStack(world: World, input: CreateStackInput): CreateStackOutput {
  const { StackName: name = '', ClientRequestToken: token } = input;
  checkName(name);
  checkToken(token);
  if (input.OnFailure !== undefined && input.DisableRollback !== undefined)
    throw validationError('You can specify either DisableRollback or OnFailure, but not both.');
  if (input.DeploymentConfig?.Mode === 'EXPRESS') throw validationError('the simulator does not model EXPRESS');
  const request = requestHash(input);
  const state = cloudFormationState(world);
  const existing = state.stacks[state.names[name] ?? ''];
  if (existing) {
    const earlier = repeatedOperation(world, existing, { type: 'CREATE_STACK', token, request });
    if (!earlier) throw alreadyExists(name);
    return { StackId: existing.id, OperationId: earlier.id };
  }
  if (Object.keys(state.names).length >= 2000) throw awsError('LimitExceededException', 'Limit for stack has been exceeded');
  const { partition, region, account } = world.context;
  const id = `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/${world.context.uuid()}`;
  const live = requestVersion(world, input, { name, id });
  const { OnFailure = 'ROLLBACK' } = input;
  const stack: StackRecord = {
    id,
    name,
    status: 'CREATE_IN_PROGRESS',
    createdAt: world.context.now(),
    live,
    stable: false,
    resources: {},
    garbage: [],
    outputs: [],
    operations: [],
    events: [],
    tickets: 0,
    onFailure: OnFailure,
    // DO_NOTHING marks the stack like DisableRollback does, for later updates too.
    disableRollback: input.DisableRollback ?? OnFailure === 'DO_NOTHING',
    retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
    notificationArns: input.NotificationARNs ?? [],
    terminationProtection: input.EnableTerminationProtection ?? false,
    ...(input.RoleARN !== undefined && { roleArn: input.RoleARN }),
    ...(input.TimeoutInMinutes !== undefined && { timeoutInMinutes: input.TimeoutInMinutes }),
  };
  state.stacks[id] = stack;
  state.names[name] = id;
  const disableRollback = input.DisableRollback ?? false;
  const start = { type: 'CREATE_STACK', phase: 'CREATE', status: 'CREATE_IN_PROGRESS', token, request, disableRollback } as const;
  const operationId = startOperation(world, stack, start);
  if (input.TimeoutInMinutes !== undefined) laterForStack(world, stack, input.TimeoutInMinutes * 60, 'timeOut');
  hideChange(world, stack);
  return { StackId: id, OperationId: operationId };
}

function checkName(name: string): void {
  const refuse = (constraint: string) =>
    validationError(`1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: ${constraint}`);
  if (!/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name))
    throw refuse('Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*');
  if (name.length > 128) throw refuse('Member must have length less than or equal to 128');
}
