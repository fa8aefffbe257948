import type { StoppedTask } from '../operation/deployment-view.ts';

type Container = StoppedTask['containers'][number];

/**
 * The code a container ended with by itself. What ends with 137 was killed, for want of memory or because it did not heed that
 * its task was stopped; the latter when the task was stopped for another reason than that a container had ended, or when
 * another has ended with a code of its own. 143 is none: that is how what heeds it ends.
 */
export function ownExitCode(
  { name, exitCode, reason = '' }: Container,
  { stopCode, containers }: StoppedTask,
): number | undefined {
  if (exitCode !== killed || /OutOfMemoryError/.test(reason)) return exitCode;
  const other = containers.some((one) => one.name !== name && one.exitCode && ![killed, terminated].includes(one.exitCode));
  return other || stopCode !== 'EssentialContainerExited' ? undefined : exitCode;
}

/** 128 + SIGKILL, 128 + SIGTERM. */
const [killed, terminated] = [137, 143];
