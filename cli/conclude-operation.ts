import type { EnvironmentView, OperationView } from '../schemas/gen/api.types.ts';
import { costLines } from './cost-lines.ts';
import { describeEnvironment } from './describe-environment.ts';
import { describeFailure } from './describe-failure.ts';
import { duration } from './duration.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import { findEnvironment } from './find-environment.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import { serviceNow } from './service-now.ts';

/** Tells how an operation that has ended left the world, and answers with the exit code that says the same. */
export const concludeOperation = async (view: OperationView, client: Client, io: Io): Promise<number> => {
  const elapsed = duration(serviceNow(view, io.now()) - Date.parse(view.openedAt));
  const lines = [
    '',
    ...(view.status === 'SUCCEEDED' ? [`${view.id} succeeded after ${elapsed}.`] : describeFailure(view)),
    ...(view.transitions === undefined ? [] : [`  ${view.transitions} state transitions`]),
    ...(view.cost === undefined ? [] : costLines('this operation cost about', view.cost)),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
  try {
    const environment = await findEnvironment(view.environment, client);
    const running = view.status === 'SUCCEEDED' && environment !== undefined;
    io.stdout.write(`${(running ? describeEnvironment(environment) : [aftermath(view, environment)]).join('\n')}\n`);
  } catch (error) {
    // The outcome is known; that its details cannot be read just now must not change the exit code.
    io.stderr.write(`${error instanceof Error ? error.message : error}\nSee later: moorage status ${view.environment}\n`);
  }
  return exitCodeOf(view.status) ?? exitCode.failed;
};

const aftermath = ({ environment: name, kind }: OperationView, environment: EnvironmentView | undefined): string => {
  if (environment === undefined) return `${name} is gone: everything that was created has been removed.`;
  switch (environment.status) {
    case 'FAILED':
      return `${name} is FAILED: ${kind === 'DELETE' ? '' : 'everything that was created has been removed, '}nothing runs.`;
    case 'STUCK':
      return `${name} is STUCK and may still hold resources. An operator must act: ${environment.stuck ?? 'see its timeline.'}`;
    case 'AVAILABLE':
    case 'PAUSED':
      return `${name} is ${environment.status} as before, at revision ${environment.revision}.`;
    default:
      return `${name} is ${environment.status}: moorage status ${name}`;
  }
};
