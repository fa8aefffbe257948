import { complaintsAbout } from './complaints.ts';
import { documentedErrors } from './documented-errors.ts';
import type { ModelOf, OperationModel, ServiceModel } from './service-models.ts';

/** One call of the simulator and what it answered, before any wire adds to it. */
export interface Answer {
  readonly service: string;
  readonly operation: string;
  /** Only what a client sent; a service that calls its neighbour inside AWS is free in what it says. */
  readonly input?: object;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** One complaint a line, each with the call it is about. */
export function judgeAnswer(answer: Answer, modelOf: ModelOf): string[] {
  const { service, operation } = answer;
  const model = modelOf(service);
  if (!model) return [`${service} is no service there is a model of`];
  const known = model.operations[operation];
  if (!known) return [`${service}.${operation} is no operation of AWS`];
  const about = (side: string, complaints: readonly string[]) =>
    complaints.map((one) => `${service}.${operation} ${side}: ${one}`);
  return [
    ...about('input', answer.input === undefined ? [] : inputOf(answer.input, known, model)),
    ...('error' in answer
      ? about('error', errorOf(answer, known, model))
      : about('output', outputOf(answer.output, known, model))),
  ];
}

function inputOf(input: object, { input: shape }: OperationModel, model: ServiceModel): string[] {
  return shape ? complaintsAbout(input, shape.shape, model, 'input') : Object.keys(input).map((one) => `${one} does not exist`);
}

function outputOf(output: unknown, { output: shape }: OperationModel, model: ServiceModel): string[] {
  if (shape) return complaintsAbout(output, shape.shape, model, 'output');
  return Object.entries(output ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [`${name} does not exist`]));
}

/** What the SDK adds to an error of any kind. */
const ofEveryError = new Set(['name', 'message', 'stack', '$fault', '$metadata', '$service', '$response', '$retryable']);

/** The SDK raises a modelled error by its shape's name, whatever code is on the wire, and any other by its code. */
function errorOf({ service, error }: Answer, operation: OperationModel, model: ServiceModel): string[] {
  if (!(error instanceof Error) || !('$fault' in error)) return [`the simulator itself broke: ${String(error)}`];
  const { name } = error;
  const modelled = operation.errors?.some(({ shape }) => shape === name) === true;
  if (!modelled && documentedErrors[service]?.[name] === undefined) return [`${name} is none of its errors`];
  const { members = {}, error: onTheWire } = (modelled ? model.shapes[name] : undefined) ?? {};
  const wanted = onTheWire?.httpStatusCode;
  const status = statusOf(error);
  const invented = Object.keys(error).filter((one) => !ofEveryError.has(one) && !Object.hasOwn(members, one));
  return [
    ...invented.map((one) => `${name}.${one} does not exist`),
    ...(wanted !== undefined && status !== wanted ? [`${name} has status ${status}, not ${wanted}`] : []),
  ];
}

function statusOf(error: Error): unknown {
  return (error as { $metadata?: { httpStatusCode?: unknown } }).$metadata?.httpStatusCode;
}
