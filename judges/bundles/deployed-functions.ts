import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type FunctionName, functions } from '../../functions/catalog.ts';
import { controlPlane } from '../../infra/control-plane.ts';
import { resolved } from './resolved.ts';

/** A function as the synthesized template declares it, which is not always what the catalog meant. */
export interface DeployedFunction {
  readonly name: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Deployed {
  readonly functions: Readonly<Record<FunctionName, DeployedFunction>>;
  /** The table's properties, as CloudFormation and CreateTable both spell them. */
  readonly table: Readonly<Record<string, unknown>> & { readonly TableName: string };
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** The control plane's template with its references filled in; what is inside the functions does not matter to it. */
export function deployedFunctions(): Deployed {
  const outdir = mkdtempSync(join(tmpdir(), 'moorage-bundles-infra-'));
  try {
    const app = new App({ context: {}, outdir, analyticsReporting: false, treeMetadata: false });
    controlPlane(app, () => Code.fromInline('exports.handler = async () => {};'));
    const template: unknown = app.synth().getStackByName('moorage').template;
    const { Resources } = template as { Resources: Record<string, Resource> };
    const all = Object.entries(Resources);
    const found = (Object.keys(functions) as FunctionName[]).map((name) => [name, functionOf(name, all)]);
    const [tableId, table] = all.find(([, { Type }]) => Type === 'AWS::DynamoDB::Table') ?? [];
    if (tableId === undefined || !table) throw new Error('the template has no table');
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, BillingMode } = table.Properties;
    return {
      functions: Object.fromEntries(found) as Deployed['functions'],
      table: {
        TableName: String(resolved({ Ref: tableId })),
        KeySchema,
        AttributeDefinitions,
        GlobalSecondaryIndexes,
        BillingMode,
      },
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function functionOf(name: FunctionName, resources: readonly [string, Resource][]): DeployedFunction {
  // The CDK appends eight hexadecimal digits to an id.
  const own = new RegExp(`^${name}[0-9A-F]{8}$`);
  const [id, resource] = resources.find(([key, { Type }]) => Type === 'AWS::Lambda::Function' && own.test(key)) ?? [];
  if (id === undefined || !resource) throw new Error(`the template has no function ${name}`);
  const { Handler, Runtime, MemorySize, Timeout, Environment } = resource.Properties;
  const variables = (Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
  return {
    name: `moorage-${id}`,
    handler: String(Handler),
    runtime: String(Runtime),
    memoryMb: Number(MemorySize),
    timeoutSeconds: Number(Timeout),
    environment: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(resolved(value))])),
  };
}
