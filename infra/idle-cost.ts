import { prices } from '../domain/cost/prices.ts';
import { openStatuses, statusWhile } from '../domain/operation/transitions.ts';
import { idlePrices } from './idle-prices.ts';

export interface IdleCost {
  readonly lines: readonly IdleLine[];
  /** A month of list prices, and the same after what is free for every account. */
  readonly usd: number;
  readonly usdAfterFree: number;
}

interface IdleLine {
  readonly what: string;
  /** How the amount came about. */
  readonly sum: string;
  readonly amount: number;
  readonly price: keyof typeof idlePrices;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What costs only when it is used, or never. Another type has to be thought about before it is here or has a line below. */
const costsNothingIdle: readonly string[] = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CodeBuild::Project',
  'AWS::Events::EventBus',
  // Events of AWS's services and schedules are free; what they call is below.
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  // Ingestion is below; a month of it is kept for 3 cents a GB.
  'AWS::Logs::LogGroup',
  // A few templates: less than a cent a GB-week.
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::StepFunctions::StateMachine',
  'Custom::StandingEnvironments',
];

/** Assumed: what a sweep that finds nothing takes, writes and asks for. */
const sweep = { seconds: 0.25, logKb: 0.6, queries: openStatuses.length + new Set(Object.values(statusWhile)).size };
/** Assumed: the record of an idle service; a revision and its operation are some 50 kB, so that is about 200 of them. */
const recordGb = 0.01;

/** What the control plane costs in a month in which nobody asks anything of it: its template against the price list. */
export function idleCost(resources: Readonly<Record<string, Resource>>): IdleCost {
  const lines = Object.entries(resources).flatMap(([id, { Type, Properties = {} }]): readonly IdleLine[] => {
    if (Type === 'AWS::CloudWatch::Alarm') return alarm(Properties);
    if (Type === 'AWS::Lambda::Function') return sweeps(id, Properties, resources);
    if (Type === 'AWS::DynamoDB::Table') return table(Properties);
    if (costsNothingIdle.includes(Type)) return [];
    throw new Error(`nobody has said what ${id}, a ${Type}, costs while nobody uses it`);
  });
  const merged = merge(lines);
  const usd = merged.reduce((sum, { amount, price }) => sum + amount * idlePrices[price].usd, 0);
  const usdAfterFree = merged.reduce((sum, { amount, price }) => {
    const { usd: each, free } = idlePrices[price];
    return sum + Math.max(0, amount - free) * each;
  }, 0);
  return { lines: merged, usd, usdAfterFree };
}

function alarm({ Metrics }: NonNullable<Resource['Properties']>): readonly IdleLine[] {
  const amount = Array.isArray(Metrics) ? Metrics.filter((metric: object) => 'MetricStat' in metric).length : 1;
  return [{ what: 'alarms', sum: `${amount} metrics`, amount, price: 'alarmMetric' }];
}

function sweeps(
  id: string,
  { MemorySize, TracingConfig }: NonNullable<Resource['Properties']>,
  resources: Readonly<Record<string, Resource>>,
): readonly IdleLine[] {
  const calls = Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::Events::Rule' && isTarget(id, Properties?.Targets))
    .reduce((sum, { Properties }) => sum + callsPerMonth(Properties?.ScheduleExpression), 0);
  if (calls === 0) return [];
  const gb = Number(MemorySize) / 1024;
  const { seconds, logKb, queries } = sweep;
  return [
    { what: 'sweeps, calls', sum: `${prices.hoursPerMonth} h × 60`, amount: calls, price: 'lambdaRequest' },
    {
      what: 'sweeps, GB-seconds',
      sum: `${calls} × ${gb} GB × ${seconds} s`,
      amount: calls * gb * seconds,
      price: 'lambdaGbSecond',
    },
    ...((TracingConfig as { Mode?: string } | undefined)?.Mode === 'Active'
      ? [{ what: 'sweeps, traces', sum: `${calls}, one a minute is always sampled`, amount: calls, price: 'trace' as const }]
      : []),
    // The least a query is charged, eventually consistent.
    {
      what: 'sweeps, read units',
      sum: `${calls} × ${queries} queries × 0.5`,
      amount: calls * queries * 0.5,
      price: 'readUnit',
    },
    { what: 'sweeps, GB of log', sum: `${calls} × ${logKb} kB`, amount: (calls * logKb) / 1_000_000, price: 'logGb' },
  ];
}

function table({
  PointInTimeRecoverySpecification: recovery,
  GlobalSecondaryIndexes: indexes,
}: NonNullable<Resource['Properties']>) {
  const copies = 1 + (Array.isArray(indexes) ? indexes.length : 0);
  const kept = { sum: `${recordGb} × ${copies}, indexes hold all`, amount: recordGb * copies };
  const backedUp = (recovery as { PointInTimeRecoveryEnabled?: boolean } | undefined)?.PointInTimeRecoveryEnabled === true;
  return [
    { what: 'record, GB', ...kept, price: 'tableGb' as const },
    ...(backedUp
      ? [{ what: 'record, GB restorable', sum: `${recordGb}, without indexes`, amount: recordGb, price: 'backupGb' as const }]
      : []),
  ];
}

/** Other schedules have no price yet, rather than a wrong one. */
function callsPerMonth(schedule: unknown): number {
  if (schedule === undefined) return 0;
  if (schedule === 'rate(1 minute)') return prices.hoursPerMonth * 60;
  throw new Error(`nobody has said how often ${String(schedule)} is in a month`);
}

const isTarget = (id: string, targets: unknown) => JSON.stringify(targets ?? []).includes(`"Fn::GetAtt":["${id}","Arn"]`);

/** One line per price and purpose. */
function merge(lines: readonly IdleLine[]): readonly IdleLine[] {
  const merged = new Map<string, IdleLine>();
  for (const line of lines) {
    const before = merged.get(line.what);
    const amount = line.amount + (before?.amount ?? 0);
    merged.set(line.what, before ? { ...line, amount, sum: `${amount} in all` } : line);
  }
  return [...merged.values()];
}
