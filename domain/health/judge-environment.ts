import type { EnvironmentHealth, HealthStatus, ServiceHealth, StackHealth } from '../../schemas/gen/api.types.ts';
import type { Environment } from '../operation/environment.ts';

export interface EnvironmentFacts {
  readonly environment: Environment;
  readonly at: string;
  readonly services: readonly ServiceHealth[];
  /** Of those CloudFormation answered for. */
  readonly stacks: readonly (StackHealth & { readonly recorded: boolean })[];
  /** What AWS did not say about stacks and services, with the error. */
  readonly unanswered: readonly string[];
}

/** The one word and the one sentence: what is known to be bad goes before what is not known. */
export function judgeEnvironment({ environment, at, services, stacks, unanswered }: EnvironmentFacts): EnvironmentHealth {
  const changing = environment.active !== undefined;
  const bad = [
    ...services.filter(({ status }) => status === 'DOWN'),
    ...services.filter(({ status }) => status === 'DEGRADED'),
  ].map(({ sentence }) => sentence);
  const problems = [
    ...bad,
    ...(environment.status === 'PAUSED' ? services.flatMap(awake) : []),
    ...(changing ? [] : stacks.flatMap(stackProblem)),
    ...(environment.status === 'STUCK' ? [`it is stuck: ${environment.stuck ?? 'see its last operation'}`] : []),
  ];
  const [status, sentence] = environment.serving
    ? verdict(environment, services, problems, unanswered)
    : withoutService(environment);
  const now = changing && environment.serving ? ` ${environment.active?.operation} is changing it.` : '';
  return {
    environment: environment.name,
    status,
    sentence: `${sentence}${now}`,
    at,
    revision: environment.serving?.revision ?? 0,
    ...(environment.active ? { operation: environment.active.operation } : {}),
    services: [...services],
    stacks: stacks.filter(({ recorded, status: now }) => recorded || now !== 'NONE').map(({ recorded, ...stack }) => stack),
    drift: changing ? [] : [...services.flatMap(serviceDrift), ...stacks.flatMap(stackDrift)],
    unanswered: [...unanswered],
  };
}

/** Nobody is to pay for what runs while it is paused. */
function awake({ service, running = 0, desired = 0 }: ServiceHealth): readonly string[] {
  if (running === 0 && desired === 0) return [];
  return [`it is paused, and ${running} tasks of ${service} run: somebody scaled it to ${desired} in ECS`];
}

function verdict(
  { status }: Environment,
  services: readonly ServiceHealth[],
  problems: readonly string[],
  unanswered: readonly string[],
): readonly [HealthStatus, string] {
  const [first, ...others] = problems;
  const meant = services.filter(({ wanted }) => wanted > 0);
  if (first !== undefined) {
    const down = meant.length > 0 && meant.every(({ status }) => status === 'DOWN');
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return [down ? 'DOWN' : 'DEGRADED', `${first.replace(/\.$/, '')}${more}.`];
  }
  if (unanswered.length > 0) return ['UNKNOWN', `AWS did not say everything: ${unanswered[0]}.`];
  if (status === 'PAUSED') return ['HEALTHY', 'It is paused: nothing is to run, and so it is.'];
  if (meant.length === 0) return ['HEALTHY', 'Nothing is to run, and so it is.'];
  return ['HEALTHY', `${services.map(({ sentence }) => sentence).join(', ')}, as recorded.`];
}

/** Nothing has ever served, or nothing is left of it. */
function withoutService({ status, active, lastFailure, stuck }: Environment): readonly [HealthStatus, string] {
  if (active?.kind === 'DELETE') return ['DOWN', `Nothing serves: ${active.operation} tears it down.`];
  if (active) return ['UNKNOWN', `Nothing serves yet: ${active.operation} is at it.`];
  if (status === 'STUCK') return ['DOWN', `Nothing serves, and it is stuck: ${stuck ?? 'see its last operation'}.`];
  return ['DOWN', `Nothing runs${lastFailure ? `: ${lastFailure.sentence}` : '.'}`];
}

/** A rollback's end serves too: it is where the stack was before. */
const sound = /^(?:CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/;

function stackProblem({ stack, name, status, reason, recorded }: EnvironmentFacts['stacks'][number]): readonly string[] {
  if (!recorded || sound.test(status) || status.endsWith('_IN_PROGRESS')) return [];
  if (status === 'NONE') return [`the ${stack} stack ${name} is gone; POST …/repair brings it back`];
  return [`the ${stack} stack ${name} is ${status}${reason ? `: ${reason}` : ''}`];
}

function stackDrift({ stack, name, status, recorded }: EnvironmentFacts['stacks'][number]): readonly string[] {
  if (recorded && status === 'NONE') return [`stack ${stack}: ${name} was deleted`];
  if (!recorded && status !== 'NONE') return [`stack ${stack}: ${name} is there (${status}), and the record knows of none`];
  if (status.endsWith('_IN_PROGRESS')) return [`stack ${stack}: ${name} is ${status}, by no operation of this service`];
  return [];
}

function serviceDrift({ service, status, wanted, desired, taskDefinition, digest }: ServiceHealth): readonly string[] {
  const differs = (what: string, at: ServiceHealth['digest']) =>
    at?.ours === false ? [`service ${service}: ${what} is ${at.runs}, recorded is ${at.recorded}`] : [];
  return [
    ...(desired === undefined && status === 'DOWN' ? [`service ${service} was deleted`] : []),
    ...(desired !== undefined && desired !== wanted
      ? [`service ${service}: ECS wants ${desired} tasks, the spec ${wanted}`]
      : []),
    ...differs('the task definition', taskDefinition),
    ...differs('the digest', digest),
  ];
}
