import type {
  Capability,
  GetTemplateInput,
  GetTemplateOutput,
  ValidateTemplateInput,
  ValidateTemplateOutput,
} from '@aws-sdk/client-cloudformation';
import { findStack } from './find-stack.ts';
import { neededCapability, readRequestedTemplate } from './request-version.ts';
import { validationError } from './validation-error.ts';
import type { World } from './world.ts';

export function getTemplate(world: World, input: GetTemplateInput): GetTemplateOutput {
  const stack = findStack(world, input.StackName);
  if (!stack) throw validationError(`Stack with id ${input.StackName} does not exist`);
  return { TemplateBody: (stack.next ?? stack.live).templateBody, StagesAvailable: ['Original', 'Processed'] };
}

/** The form only, as AWS's: no parameter values, no references. */
export function validateTemplate(world: World, input: ValidateTemplateInput): ValidateTemplateOutput {
  const template = readRequestedTemplate(world, input);
  const resources = Object.entries(template.Resources).map(([id, { Type, Properties = {} }]) => [
    id,
    { type: Type, properties: Properties },
  ]);
  const capability = neededCapability(Object.fromEntries(resources));
  return {
    Parameters: Object.entries(template.Parameters).map(([ParameterKey, { Default, NoEcho, Description }]) => ({
      ParameterKey,
      NoEcho: String(NoEcho) === 'true',
      ...(Default !== undefined && { DefaultValue: String(Default) }),
      ...(Description !== undefined && { Description }),
    })),
    ...(template.Description !== undefined && { Description: template.Description }),
    ...(capability !== undefined && { Capabilities: [capability as Capability] }),
  };
}
