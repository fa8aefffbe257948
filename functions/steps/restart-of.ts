import type { Serving } from '../../domain/operation/serving.ts';

/**
 * When the tasks were last started anew because somebody asked for it. It is part of every task definition, so what runs keeps
 * its moment until the next restart: another one would be a restart.
 */
export function restartOf(serving: Serving | undefined, now?: string): { readonly restartedAt?: string } {
  const restartedAt = now ?? serving?.stacks.services?.parameters.RestartedAt;
  return restartedAt === undefined ? {} : { restartedAt };
}
