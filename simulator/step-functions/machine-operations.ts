import type {
  CreateStateMachineInput,
  CreateStateMachineOutput,
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  ListStateMachinesInput,
  ListStateMachinesOutput,
  UpdateStateMachineInput,
  UpdateStateMachineOutput,
} from '@aws-sdk/client-sfn';
import { awsError } from '../aws-error.ts';
import type { Context, Operation } from '../service.ts';
import { onePage } from './one-page.ts';
import { parseDefinition } from './parse-definition.ts';
import { requireMachine, requireName } from './start-named.ts';
import type { Machine, StepFunctionsState } from './step-functions-state.ts';

/** Machines live for ever here and change by revisions; versions and aliases are not kept. */
export const machineOperations: Readonly<Record<string, Operation>> = {
  CreateStateMachine(input: CreateStateMachineInput, context: Context): CreateStateMachineOutput {
    const { name, definition = '', roleArn = '' } = input;
    requireName(name);
    if (input.type === 'EXPRESS') throw awsError('StateMachineTypeNotSupported', 'the simulator models STANDARD machines only');
    const { machines } = context.state<StepFunctionsState>('SFN');
    const arn = `arn:${context.partition}:states:${context.region}:${context.account}:stateMachine:${name}`;
    const parsed = parseDefinition(definition);
    const same = machines[arn];
    if (same) {
      const current = currentOf(same);
      if (current.definition === definition && current.roleArn === roleArn)
        return { stateMachineArn: arn, creationDate: new Date(same.createdAt) };
      throw awsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    }
    const at = context.now();
    machines[arn] = { arn, name, createdAt: at, revisions: [{ definition, parsed, roleArn, at }] };
    return { stateMachineArn: arn, creationDate: new Date(at) };
  },

  UpdateStateMachine(input: UpdateStateMachineInput, context: Context): UpdateStateMachineOutput {
    const { machine } = requireMachine(input.stateMachineArn, context);
    const { definition, roleArn } = input;
    if (definition === undefined && roleArn === undefined)
      throw awsError('MissingRequiredParameter', 'Either the definition or the role ARN has to be given');
    const current = currentOf(machine);
    const at = context.now();
    machine.revisions.push({
      definition: definition ?? current.definition,
      parsed: definition === undefined ? current.parsed : parseDefinition(definition),
      roleArn: roleArn ?? current.roleArn,
      at,
    });
    return { updateDate: new Date(at), revisionId: revisionId(machine) };
  },

  DescribeStateMachine(input: DescribeStateMachineInput, context: Context): DescribeStateMachineOutput {
    const { machine } = requireMachine(input.stateMachineArn, context);
    const { definition, roleArn } = currentOf(machine);
    return {
      stateMachineArn: machine.arn,
      name: machine.name,
      status: 'ACTIVE',
      definition,
      roleArn,
      type: 'STANDARD',
      creationDate: new Date(machine.createdAt),
      ...(machine.revisions.length > 1 && { revisionId: revisionId(machine) }),
    };
  },

  ListStateMachines(input: ListStateMachinesInput, context: Context): ListStateMachinesOutput {
    const machines = Object.values(context.state<StepFunctionsState>('SFN').machines);
    const page = onePage(machines, input);
    return {
      stateMachines: page.items.map(({ arn, name, createdAt }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD',
        creationDate: new Date(createdAt),
      })),
      ...page.rest,
    };
  },
};

function currentOf(machine: Machine): Machine['revisions'][number] {
  const current = machine.revisions.at(-1);
  if (!current) throw new Error(`${machine.arn} has no revision`);
  return current;
}

function revisionId(machine: Machine): string {
  return `00000000-0000-4000-8000-${String(machine.revisions.length - 1).padStart(12, '0')}`;
}
