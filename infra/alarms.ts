import { Duration, type Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type FunctionName, table as tableKeys } from '../functions/catalog.ts';
import { type EventRule, eventRules } from '../functions/event-rules.ts';
import type { Lambdas } from './lambdas.ts';
import type { Names } from './names.ts';
import type { Options } from './options.ts';

interface Watched {
  readonly lambdas: Lambdas;
  readonly names: Names;
  readonly api: HttpApi;
  readonly table: Table;
  readonly deadLetters: Queue;
}

interface Row {
  readonly id: string;
  /** What it means, and its heading in docs/runbook.md. */
  readonly says: string;
  readonly heading: string;
  readonly metric: IMetric;
  readonly atLeast: number;
  readonly periods: number;
  /** Silence is the alarm. */
  readonly wantsData?: boolean;
}

const period = Duration.minutes(5);

/** What nobody would notice otherwise. Failed operations are not here: callers are told, and mostly they are the callers' own. */
export function alarms(stack: Stack, watched: Watched, { alarmTopic }: Options): void {
  const action = alarmTopic === undefined ? undefined : new SnsAction(Topic.fromTopicArn(stack, 'AlarmTopic', alarmTopic));
  for (const { id, says, heading, metric, atLeast, periods, wantsData } of rowsOf(watched)) {
    const alarm = new Alarm(stack, id, {
      alarmDescription: `${says} docs/runbook.md#${heading}`,
      metric,
      threshold: wantsData ? 1 : atLeast,
      evaluationPeriods: periods,
      comparisonOperator: wantsData
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: wantsData ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    if (!action) continue;
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}

function rowsOf({ lambdas, names, api, table, deadLetters }: Watched): readonly Row[] {
  const watchmen = new Set(
    Object.values(eventRules as Record<string, EventRule>)
      .filter(({ schedule }) => schedule !== undefined)
      .map(({ target }) => target),
  );
  return [
    // A machine ends well even when its operation fails, so this is Moorage's own fault or somebody's hand.
    ...Object.entries(names.machines).map(([name, arn]) => ({
      id: `${name}EndsBadly`,
      says: `An execution of the ${name} machine failed, timed out or was aborted.`,
      heading: 'an-execution-ended-badly',
      metric: sum(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map((name) => ofMachine(name, arn))),
      atLeast: 1,
      periods: 1,
    })),
    // A step that AWS refuses just now fails and is repeated six times within 90 s: that is in two periods at most.
    ...(Object.entries(lambdas) as [FunctionName, Lambdas[FunctionName]][]).map(([name, lambda]) => ({
      id: `${name}Fails`,
      says: `The function ${name} has failed or been throttled for 15 minutes.`,
      heading: 'a-function-keeps-failing',
      metric: sum([lambda.metricErrors({ period }), lambda.metricThrottles({ period })]),
      atLeast: 1,
      periods: 3,
    })),
    ...[...watchmen].map((name) => ({
      id: `${name}Silent`,
      says: `The watchman ${name} has not been called for 10 minutes.`,
      heading: 'the-watchman-is-silent',
      metric: lambdas[name].metricInvocations({ period, statistic: 'Sum' }),
      atLeast: 1,
      periods: 2,
      wantsData: true,
    })),
    {
      id: 'EventsUndelivered',
      says: 'Events could not be delivered, or a function failed three times at one.',
      heading: 'events-were-not-delivered',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      atLeast: 1,
      periods: 1,
    },
    {
      id: 'Api5xx',
      says: 'The API answered 5xx five times within 5 minutes.',
      heading: 'the-api-answers-5xx',
      metric: api.metricServerError({ period, statistic: 'Sum' }),
      atLeast: 5,
      periods: 1,
    },
    {
      id: 'RecordThrottled',
      says: 'DynamoDB has throttled the record for 10 minutes.',
      heading: 'the-record-is-throttled',
      metric: sum(
        ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((name) =>
          [undefined, ...Object.keys(tableKeys.indexes)].map((index) => ofTable(name, table, index)),
        ),
      ),
      atLeast: 1,
      periods: 2,
    },
  ];
}

/** A metric that was never sent counts as nothing, or one quiet half would silence the other. */
function sum(metrics: readonly IMetric[]): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const expression = Object.keys(usingMetrics).map((id) => `FILL(${id}, 0)`);
  return new MathExpression({ expression: expression.join(' + '), usingMetrics, period });
}

const ofMachine = (metricName: string, StateMachineArn: string) =>
  new Metric({ namespace: 'AWS/States', metricName, dimensionsMap: { StateMachineArn }, statistic: 'Sum', period });

const ofTable = (metricName: string, table: Table, index?: string) =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: table.tableName, ...(index !== undefined && { GlobalSecondaryIndexName: index }) },
    statistic: 'Sum',
    period,
  });
