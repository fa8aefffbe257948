import type { NetworkPath, Origin } from '../network-path.ts';
import type { Context } from '../service.ts';
import { accessDenied } from './access-denied.ts';
import type { TaskDefinition } from './ecs-state.ts';
import { roleAllows } from './role-allows.ts';
import type { AskedOf } from './statement-covers.ts';

export interface StartFailure {
  readonly reason: string;
  readonly isNetwork: boolean;
  /** Set when the reason is one container's, not the whole task's. */
  readonly container?: string;
}

/** One task before its first instruction: where it stands, what it is made of, and as whom Fargate works for it. */
export interface TaskStart {
  readonly taskId: string;
  readonly definition: TaskDefinition;
  readonly origin: Origin;
  readonly reach: (service: string) => NetworkPath;
}

/** What the execution role is refused with; without a role nothing of the account is asked for, and nothing refused. */
export function executionDenied({ definition, taskId }: TaskStart, asked: AskedOf, context: Context): string | undefined {
  if (!definition.executionRoleArn) return undefined;
  const verdict = roleAllows(definition.executionRoleArn, asked, context);
  return verdict.allowed ? undefined : accessDenied(definition.executionRoleArn, taskId, asked, verdict, context);
}

export const timedOut = (host: string) => `dial tcp: lookup ${host}: i/o timeout`;

export const unableToPull = 'ResourceInitializationError: unable to pull secrets or registry auth:';
