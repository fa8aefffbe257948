import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  type FunctionOptions,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { environmentOf, type FunctionEntry, type FunctionName, functions } from '../functions/catalog.ts';
import { type EventRule, eventRules } from '../functions/event-rules.ts';
import { grants } from './grants.ts';
import type { Names } from './names.ts';
import type { Options } from './options.ts';

export type Lambdas = Readonly<Record<FunctionName, LambdaFunction>>;

interface Surroundings {
  readonly codeOf: (name: FunctionName) => Code;
  readonly names: Names;
  readonly env: Readonly<Record<string, string>>;
  readonly deadLetters: Queue;
  readonly options: Options;
}

/** Every function of the catalog with a role of its own, made of the rows of what it uses. */
export function lambdas(stack: Stack, surroundings: Surroundings): Lambdas {
  const entries = Object.entries(functions) as [FunctionName, FunctionEntry][];
  return Object.fromEntries(entries.map(([name, entry]) => [name, lambda(stack, name, entry, surroundings)])) as Lambdas;
}

function lambda(stack: Stack, name: FunctionName, entry: FunctionEntry, surroundings: Surroundings): LambdaFunction {
  const { codeOf, names, env, deadLetters, options } = surroundings;
  const reservedConcurrentExecutions = options.reservedConcurrency[name];
  const logGroup = new LogGroup(stack, `${name}Log`, {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, `${name}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
  );
  for (const capability of entry.uses) {
    const { all, starts } = grants[capability](names, name);
    for (const row of [...all, ...(starts?.by === name ? starts.may : [])]) role.addToPolicy(new PolicyStatement(row));
  }
  const wanted = [...entry.uses.flatMap((capability) => environmentOf[capability]), ...(entry.env ?? [])];
  return new LambdaFunction(stack, name, {
    description: `Moorage ${entry.does}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: codeOf(name),
    role,
    logGroup,
    memorySize: entry.memoryMb,
    timeout: Duration.seconds(entry.timeoutSeconds),
    tracing: Tracing.ACTIVE,
    ...(reservedConcurrentExecutions !== undefined && { reservedConcurrentExecutions }),
    ...(isRung(name) && whenRung(deadLetters)),
    environment: Object.fromEntries(wanted.map((key) => [key, given(env, key)])),
    // A running execution ends with the code it began with, so a version stays when the next one comes.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
  });
}

const isRung = (name: FunctionName) =>
  Object.values(eventRules as Record<string, EventRule>).some(({ target }) => target === name);

/** A rule's function is called asynchronously: what it fails at three times is put aside, and what is an hour old is no news. */
function whenRung(queue: Queue): FunctionOptions {
  return { onFailure: new SqsDestination(queue), retryAttempts: 2, maxEventAge: Duration.hours(1) };
}

function given(env: Readonly<Record<string, string>>, key: string): string {
  const value = env[key];
  if (value === undefined)
    throw new Error(`the catalog asks for the environment variable ${key}, which the control plane does not give`);
  return value;
}
