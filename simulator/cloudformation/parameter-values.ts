import type { Parameter } from '@aws-sdk/client-cloudformation';
import type { Template, TemplateParameter } from './read-template.ts';
import { validationError } from './validation-error.ts';

const listType = /^(CommaDelimitedList|List<.+>)$/;
const scalarType = /^(String|Number|AWS::EC2::[A-Za-z:]+|AWS::SSM::Parameter::Name)$/;

/** The value of every parameter of the template: given, kept (`UsePreviousValue`) or default. */
export function parameterValues(
  template: Template,
  given: readonly Parameter[] = [],
  previous: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const keys = given.map(({ ParameterKey }) => ParameterKey ?? '');
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined) throw validationError(`Parameters: [${twice}] are duplicated`);
  const strange = keys.filter((key) => !(key in template.Parameters));
  if (strange.length > 0) throw validationError(`Parameters: [${strange.join(', ')}] do not exist in the template`);
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [key, declared] of Object.entries(template.Parameters)) {
    const asked = given.find(({ ParameterKey }) => ParameterKey === key);
    const value = asked?.UsePreviousValue ? previous[key] : (asked?.ParameterValue ?? declared.Default);
    if (asked?.UsePreviousValue && asked.ParameterValue !== undefined)
      throw validationError(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true and non empty value`,
      );
    if (asked?.UsePreviousValue && value === undefined)
      throw validationError(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    if (value === undefined) missing.push(key);
    else values[key] = checked(key, String(value), declared);
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  return values;
}

/** What `Ref` gives for each parameter: lists are lists. */
export function parameterReferences(template: Template, values: Record<string, string>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      listType.test(template.Parameters[key]?.Type ?? '') ? value.split(',').map((item) => item.trim()) : value,
    ]),
  );
}

function checked(key: string, value: string, declared: TemplateParameter): string {
  const refuse = (what: string) =>
    validationError(
      declared.ConstraintDescription
        ? `Parameter '${key}' failed to satisfy constraint: ${declared.ConstraintDescription}`
        : `Parameter '${key}' ${what}`,
    );
  if (!listType.test(declared.Type) && !scalarType.test(declared.Type))
    throw validationError(`Template format error: Unrecognized parameter type: ${declared.Type}`);
  if (Buffer.byteLength(value) > 4096) throw validationError(`Parameter '${key}' length exceeds the maximum of 4096 bytes`);
  const items = listType.test(declared.Type) ? value.split(',').map((item) => item.trim()) : [value];
  if (/^(Number|List<Number>)$/.test(declared.Type) && items.some((item) => item === '' || Number.isNaN(Number(item))))
    throw refuse('must be a number');
  const allowed = declared.AllowedValues?.map(String);
  if (allowed && items.some((item) => !allowed.includes(item))) throw refuse('must be one of AllowedValues');
  if (declared.AllowedPattern && !new RegExp(`^(?:${declared.AllowedPattern})$`).test(value))
    throw refuse(`must match pattern ${declared.AllowedPattern}`);
  if (declared.MinLength !== undefined && value.length < Number(declared.MinLength))
    throw refuse(`must contain at least ${declared.MinLength} characters`);
  if (declared.MaxLength !== undefined && value.length > Number(declared.MaxLength))
    throw refuse(`must contain at most ${declared.MaxLength} characters`);
  if (declared.MinValue !== undefined && Number(value) < Number(declared.MinValue))
    throw refuse(`must be a number not less than ${declared.MinValue}`);
  if (declared.MaxValue !== undefined && Number(value) > Number(declared.MaxValue))
    throw refuse(`must be a number not greater than ${declared.MaxValue}`);
  return value;
}
