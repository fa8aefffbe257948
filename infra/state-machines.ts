import { readFileSync } from 'node:fs';
import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { machines } from '../functions/catalog.ts';
import type { Lambdas } from './lambdas.ts';
import type { Names } from './names.ts';

/** What Step Functions needs to log and trace. None of these actions knows a resource. */
const observing = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/** The machines as they are in statemachines/; a placeholder is a function of the catalog, or a machine with `Machine` behind it. */
export function stateMachines(stack: Stack, lambdas: Lambdas, names: Names): void {
  for (const [id, { file, name }] of Object.entries(machines)) {
    const definition = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
    const used = new Set([...definition.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? ''));
    const role = new Role(stack, `${id}MachineRole`, { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: observing, resources: ['*'] }));
    const substitutions: Record<string, string> = {};
    for (const [lambdaName, lambda] of Object.entries(lambdas)) {
      if (!used.delete(lambdaName)) continue;
      substitutions[lambdaName] = lambda.currentVersion.functionArn;
      // Executions that are still running call older versions than the newest.
      role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [`${lambda.functionArn}:*`] }));
    }
    for (const [machineName, machineArn] of Object.entries(names.machines)) {
      if (!used.delete(`${machineName}Machine`)) continue;
      substitutions[`${machineName}Machine`] = machineArn;
      role.addToPolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [machineArn] }));
    }
    if (used.size > 0) throw new Error(`${file} names what is not in the catalog: ${[...used].join(', ')}`);
    // Under this path Logs needs no line of its resource policy per group, of which an account has 5120 characters.
    const logGroup = new LogGroup(stack, `${id}MachineLog`, {
      logGroupName: `/aws/vendedlogs/states/${name}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const machine = new CfnStateMachine(stack, `${id}Machine`, {
      stateMachineName: name,
      stateMachineType: 'STANDARD',
      roleArn: role.roleArn,
      definitionString: JSON.stringify(JSON.parse(definition)),
      definitionSubstitutions: substitutions,
      // Inputs carry task tokens, which answer a step for whoever has one. The history has everything else for 90 days.
      loggingConfiguration: {
        level: 'ERROR',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
      },
      tracingConfiguration: { enabled: true },
    });
    machine.node.addDependency(role);
  }
}
