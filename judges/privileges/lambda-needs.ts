import { arn } from './arn.ts';
import type { Request } from './request.ts';
import type { Role } from './role.ts';

/**
 * What Lambda itself asks of a function's role, for its log, traces and failed events; no SDK call of ours shows it
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html). X-Ray and a queue only when granted: whether
 * a function traces, and where its failed events go, is infra/lambdas.ts' to say and its tests' to hold.
 */
export function lambdaNeeds(function_: string, { statements }: Role): readonly Request[] {
  const granted = new Map(
    statements.flatMap(({ Action, Resource }) => [Action].flat().map((one) => [one, [Resource].flat()] as const)),
  );
  const group =
    granted.get('logs:PutLogEvents')?.[0]?.replace(/:\*$/, '') ?? arn('logs', `log-group:moorage-${function_}Log-1A2B`);
  const own = group.includes(`:moorage-${function_}Log`) ? group : arn('logs', `log-group:moorage-${function_}Log-1A2B`);
  const queue = granted.get('sqs:SendMessage')?.[0];
  return [
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: `${own}:log-stream:2026/11/01/1` })),
    ...['xray:PutTraceSegments', 'xray:PutTelemetryRecords']
      .filter((action) => granted.has(action))
      .map((action) => ({ action, resource: '*' })),
    ...(queue === undefined ? [] : [{ action: 'sqs:SendMessage', resource: queue }]),
  ];
}
