import type { HealthStatus, Ours, ServiceHealth, StoppedTaskView } from '../../schemas/gen/api.types.ts';
import { diagnoseTask, evidenceOf } from '../diagnosis/diagnose-task.ts';
import type { DeploymentView, StoppedTask } from '../operation/deployment-view.ts';
import { lookAtDeployments } from '../operation/look-at-deployments.ts';

export interface ServiceFacts {
  readonly name: string;
  /** Tasks the spec that serves asks for. */
  readonly wanted: number;
  /** An operation is under way: what runs may be on its way to something else. */
  readonly changing: boolean;
  /** False: ECS did not say, and `view` means nothing. */
  readonly answered: boolean;
  readonly view: DeploymentView | undefined;
  /** As the services stack has it; absent when that could not be read. */
  readonly taskDefinition?: string;
  readonly digest?: string;
  readonly stopped: readonly StoppedTask[];
}

/** So many failures within an hour are no accident of one machine, although the service is complete again by now. */
const restless = 3;

/** Is one service what was recorded, and does it run? "Ours" is decided where STABILITY decides it. */
export function judgeService(facts: ServiceFacts): ServiceHealth {
  const { name, wanted, view } = facts;
  const stopped = [...facts.stopped]
    .sort((a, b) => ((a.stoppedAt ?? '') < (b.stoppedAt ?? '') ? 1 : -1))
    .map((task) => viewOf(task, facts.name));
  const [status, sentence] = verdict(facts, stopped);
  return {
    service: name,
    status,
    sentence,
    wanted,
    ...(view
      ? {
          desired: view.desired,
          running: view.running,
          pending: view.pending ?? 0,
          deployment: { status: view.status ?? 'NONE', ...(view.reason ? { reason: view.reason } : {}) },
          taskDefinition: ours(view.taskDefinition ?? view.backTo, facts.taskDefinition),
          digest: ours(Object.hasOwn(view.digests, name) ? view.digests[name] : undefined, facts.digest),
        }
      : {}),
    stopped: stopped.slice(0, 5),
  };
}

function verdict(facts: ServiceFacts, stopped: readonly StoppedTaskView[]): readonly [HealthStatus, string] {
  const { name, wanted, changing, answered, view, taskDefinition, digest } = facts;
  if (!answered) return ['UNKNOWN', `ECS did not say how ${name} is`];
  if (!view) return ['DOWN', `${name} is not there: ECS knows no such service`];
  const { running, desired } = view;
  const failures = stopped.filter(({ sentence }) => sentence !== undefined);
  const why = failures[0]?.sentence ? `: ${failures[0].sentence.replace(/\.$/, '')}` : '';
  const tasks = `${running} of ${desired} tasks of ${name} run`;
  if (running === 0 && wanted > 0)
    return ['DOWN', desired === 0 ? `${name} was scaled to 0 in ECS; the spec asks for ${wanted}` : `${tasks}${why}`];
  const look =
    taskDefinition === undefined
      ? undefined
      : lookAtDeployments([{ name, taskDefinition, digests: digest === undefined ? {} : { [name]: digest }, view }]);
  if (!changing && look?.state === 'FAILED') return ['DEGRADED', look.reason];
  if (running < (changing ? Math.min(desired, wanted) : desired)) return ['DEGRADED', `${tasks}${why}`];
  if (!changing && running < wanted) return ['DEGRADED', `${tasks}; the spec asks for ${wanted}`];
  if (failures.length >= restless)
    return ['DEGRADED', `${tasks}, but ${failures.length} of its tasks failed within the last hour${why}`];
  return ['HEALTHY', tasks];
}

function ours(runs: string | undefined, recorded: string | undefined): Ours {
  return {
    ...(runs === undefined ? {} : { runs }),
    ...(recorded === undefined ? {} : { recorded }),
    ...(runs === undefined || recorded === undefined ? {} : { ours: runs === recorded }),
  };
}

function viewOf(task: StoppedTask, service: string): StoppedTaskView {
  const found = diagnoseTask(task, [], service);
  return {
    task: task.id,
    ...(task.stoppedAt === undefined ? {} : { at: task.stoppedAt }),
    stopCode: task.stopCode,
    reason: task.stoppedReason,
    evidence: [...evidenceOf(task)],
    ...(found ? { code: found.code, sentence: found.sentence, remedy: found.remedy } : {}),
  };
}
