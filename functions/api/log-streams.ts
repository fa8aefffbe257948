import { logicalId } from '../../domain/logical-id.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
import type { ObserverDeps } from './observer-deps.ts';
import { Problem } from './problem.ts';

export interface LogStream {
  readonly group: string;
  readonly stream: string;
  /** Whom a reader takes it for: `service/task`, or a build. */
  readonly source: string;
}

/** Together, because CloudWatch lets an account ask some 25 times a second. */
const mostStreams = 20;

/**
 * Where the containers of one service, or of all, write: groups from the foundation as it stands, so that a create that is
 * failing can be read; streams by their newest event, and those of the tasks ECS knows, because CloudWatch learns late.
 */
export async function logStreams(
  environment: Environment,
  service: string | undefined,
  deps: ObserverDeps,
): Promise<readonly LogStream[]> {
  const { name, serving, active, lastOperation, outputs: recorded } = environment;
  const operation = active && active.kind !== 'DELETE' ? active.operation : (serving?.operation ?? lastOperation);
  const revision = operation ? await deps.table.revisions.get(name, operation) : undefined;
  const known = Object.keys(revision?.effective.services ?? {});
  if (service !== undefined && !known.includes(service))
    throw new Problem(404, 'SERVICE_UNKNOWN', `${name} has no service ${service}; it has ${known.join(', ') || 'none'}.`);
  const foundation = await deps.stacks.describe(stackName(name, 'foundation'));
  if (!foundation)
    throw new Problem(409, 'NOTHING_RUNS', `${name} has no foundation stack now, and its log groups are part of it.`);
  const wanted = service === undefined ? known : [service];
  const groups = wanted.flatMap((of) => {
    const group = foundation.outputs[`${logicalId(of)}LogGroupName`] ?? recorded?.services[of]?.logGroup;
    return group === undefined ? [] : [{ service: of, group }];
  });
  if (groups.length === 0) {
    const off = wanted.filter((of) => revision?.effective.services[of]?.logs.retentionDays === 0);
    if (off.length < wanted.length)
      throw new Problem(409, 'LOGS_NOT_YET', `The log groups of ${name} are not made yet; ask again in a minute.`);
    throw new Problem(
      409,
      'LOGS_OFF',
      `${off.join(', ')} of ${name} keeps no logs: \`logs.retentionDays\` is 0. PATCH it to 1 or more; lines written until then are lost.`,
    );
  }
  if (groups.length > mostStreams / 4)
    throw new Problem(
      400,
      'SERVICE_MISSING',
      `${name} has ${groups.length} services; say which: ?service=${groups[0]?.service}.`,
    );
  const most = Math.floor(mostStreams / groups.length);
  const found = await Promise.all(groups.map((one) => streamsOf(one, foundation.outputs.ClusterName, most, environment, deps)));
  return found.flat();
}

async function streamsOf(
  { service, group }: { readonly service: string; readonly group: string },
  cluster: string | undefined,
  most: number,
  { name, outputs }: Environment,
  { logs, services }: ObserverDeps,
): Promise<readonly LogStream[]> {
  const newest = await logs.newestStreams(group, most);
  if (!newest)
    throw new Problem(
      409,
      'LOG_GROUP_GONE',
      `Somebody deleted the log group ${group} of ${service}; POST /environments/${name}/repair makes it again.`,
    );
  const arn = outputs?.services[service]?.arn;
  const tasks = cluster && arn ? await services.taskIds(cluster, arn) : [];
  const streams = [
    ...newest.slice(0, Math.ceil(most / 2)),
    // The prefix of awslogs and the container are both named like the service.
    ...tasks.map((task) => `${service}/${service}/${task}`),
    ...newest,
  ];
  return [...new Set(streams)]
    .slice(0, most)
    .map((stream) => ({ group, stream, source: `${service}/${stream.split('/').at(-1)}` }));
}
