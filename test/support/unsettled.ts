import type { EnvironmentPage, OperationPage } from '../../schemas/gen/api.types.ts';
import { inventory } from '../../simulator/inventory.ts';
import type { StepFunctionsState } from '../../simulator/step-functions/step-functions-state.ts';
import type { TestWorld } from './world.ts';

/** What a create of the demo leaves standing; counted by hand from its templates, so that one resource more is a failure. */
const demoStands = {
  'AWS::CloudFormation::Stack': 3,
  'AWS::EC2::EIP': 1,
  'AWS::EC2::InternetGateway': 1,
  'AWS::EC2::NatGateway': 1,
  'AWS::EC2::VPC': 1,
  'AWS::ECR::Repository': 2,
  'AWS::ECS::Cluster': 1,
  'AWS::ECS::Service': 2,
  'AWS::ECS::Task (running)': 2,
  'AWS::IAM::Role': 5,
  'AWS::Logs::LogGroup': 2,
} as const;

/**
 * Everything that is wrong with a world in which all work is over: an operation or execution still open, a lock still held,
 * an environment in between, a resource without an owner or an owner without its resources. Empty: all is settled.
 */
export async function unsettled(world: TestWorld): Promise<readonly string[]> {
  // Interfaces of stopped tasks and cleanups of stacks get the time AWS takes for them.
  await world.passes(5);
  const wrong: string[] = [];
  const { environments } = (await world.request<EnvironmentPage>('GET', '/environments')).body;
  const { operations } = (await world.request<OperationPage>('GET', '/operations?limit=100')).body;
  for (const { id, status } of operations)
    if (!/^(SUCCEEDED|FAILED|CANCELLED)$/.test(status)) wrong.push(`operation ${id} is ${status}`);
  for (const { executions } of [world.region.context.state<StepFunctionsState>('SFN')])
    for (const execution of Object.values(executions))
      if (execution.status === 'RUNNING') wrong.push(`execution ${execution.name} is RUNNING`);
  for (const { name, status, operation } of environments) {
    if (operation) wrong.push(`${name} is locked by ${operation}`);
    if (status !== 'AVAILABLE' && status !== 'FAILED') wrong.push(`${name} is ${status}`);
  }
  const stands: Readonly<Record<string, number>> = environments.some(({ status }) => status === 'AVAILABLE') ? demoStands : {};
  for (const [type, count] of Object.entries(inventory(world.region))) {
    const expected = stands[type] ?? 0;
    if (count !== expected && (expected > 0 || Object.keys(stands).length === 0)) wrong.push(`${count} ${type}, not ${expected}`);
  }
  return wrong;
}
