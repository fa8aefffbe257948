import { CustomResource, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { table as declared } from '../functions/catalog.ts';
import api from '../schemas/api.schema.json' with { type: 'json' };

const index = 'byStatus' satisfies keyof typeof declared.indexes;

/**
 * Refuses to let the stack go while environments stand. It depends on everything else, so CloudFormation asks it first: a
 * refusal leaves the whole control plane at work. Call it last, when the stack has everything else.
 */
export function removalGuard(stack: Stack, table: Table, code: Code): void {
  const others = stack.node.children.slice();
  const logGroup = new LogGroup(stack, 'RemovalGuardLog', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, 'RemovalGuardRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${index}`] }));
  const { partitionKey, sortKey } = declared.indexes[index];
  const guard = new LambdaFunction(stack, 'RemovalGuard', {
    description: 'Moorage refuses to be removed while environments stand',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code,
    role,
    logGroup,
    memorySize: 256,
    timeout: Duration.seconds(30),
    tracing: Tracing.ACTIVE,
    environment: {
      TABLE: table.tableName,
      INDEX: index,
      PARTITION_KEY: partitionKey,
      SORT_KEY: sortKey,
      STATUSES: api.$defs.EnvironmentStatus.enum.join(','),
    },
  });
  const resource = new CustomResource(stack, 'StandingEnvironments', {
    serviceToken: guard.functionArn,
    resourceType: 'Custom::StandingEnvironments',
    // Three attempts of 30 s, one and two minutes apart.
    serviceTimeout: Duration.minutes(6),
  });
  resource.node.addDependency(...others);
}
