import type { MachineDefinition } from './machine-definition.ts';

/** The definition as CloudFormation hands it to Step Functions: every placeholder is an ARN. */
export function substituted(machine: MachineDefinition): MachineDefinition {
  const arnOf = (id: string) =>
    id.endsWith('Machine')
      ? `arn:aws:states:eu-west-1:123456789012:stateMachine:moorage-${id}`
      : `arn:aws:lambda:eu-west-1:123456789012:function:moorage-${id}:7`;
  return JSON.parse(JSON.stringify(machine).replaceAll(/\$\{(\w+)\}/g, (_, id: string) => arnOf(id)));
}
