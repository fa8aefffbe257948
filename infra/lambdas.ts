import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { environmentOf, type FunctionEntry, type FunctionName, functions } from '../functions/catalog.ts';
import { grants } from './grants.ts';
import type { Names } from './names.ts';

export type Lambdas = Readonly<Record<FunctionName, LambdaFunction>>;

/** Every function of the catalog with a role of its own, made of the rows of what it uses. */
export function lambdas(
  stack: Stack,
  codeOf: (name: FunctionName) => Code,
  names: Names,
  env: Readonly<Record<string, string>>,
): Lambdas {
  const entries = Object.entries(functions) as [FunctionName, FunctionEntry][];
  return Object.fromEntries(
    entries.map(([name, entry]) => [name, lambda(stack, name, entry, codeOf(name), names, env)]),
  ) as Lambdas;
}

function lambda(
  stack: Stack,
  name: FunctionName,
  entry: FunctionEntry,
  code: Code,
  names: Names,
  env: Readonly<Record<string, string>>,
): LambdaFunction {
  const logGroup = new LogGroup(stack, `${name}Log`, {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, `${name}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
  );
  for (const capability of entry.uses) {
    const { all, starts } = grants[capability](names);
    for (const row of [...all, ...(starts?.by === name ? starts.may : [])]) role.addToPolicy(new PolicyStatement(row));
  }
  const wanted = [...entry.uses.flatMap((capability) => environmentOf[capability]), ...(entry.env ?? [])];
  return new LambdaFunction(stack, name, {
    description: `Moorage ${entry.does}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code,
    role,
    logGroup,
    memorySize: entry.memoryMb,
    timeout: Duration.seconds(entry.timeoutSeconds),
    environment: Object.fromEntries(wanted.map((key) => [key, given(env, key)])),
    // A running execution ends with the code it began with, so a version stays when the next one comes.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
  });
}

function given(env: Readonly<Record<string, string>>, key: string): string {
  const value = env[key];
  if (value === undefined)
    throw new Error(`the catalog asks for the environment variable ${key}, which the control plane does not give`);
  return value;
}
