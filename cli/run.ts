import { concludeOperation } from './conclude-operation.ts';
import { describeProblem } from './describe-problem.ts';
import { diff } from './diff.ts';
import { down } from './down.ts';
import { exec } from './exec.ts';
import { exitCode } from './exit-code.ts';
import { fix } from './fix.ts';
import { followOperation } from './follow-operation.ts';
import { freeze } from './freeze.ts';
import { health } from './health.ts';
import { history } from './history.ts';
import type { Io } from './io.ts';
import { logs } from './logs.ts';
import { makeClient } from './make-client.ts';
import { type Command, parseCommand } from './parse-command.ts';
import { plan } from './plan.ts';
import { redo } from './redo.ts';
import { Refused } from './refused.ts';
import { repairFromStacks } from './repair-from-stacks.ts';
import { status } from './status.ts';
import { Stop } from './stop.ts';
import { unfreeze } from './unfreeze.ts';
import { up } from './up.ts';
import { usage } from './usage.ts';

/** The whole command line: argv in, exit code out, never a stack trace for something a person can do something about. */
export const run = async (argv: readonly string[], io: Io): Promise<number> => {
  try {
    const command = parseCommand(argv, io.env);
    if (command === undefined) {
      io.stdout.write(usage);
      return exitCode.succeeded;
    }
    return await obey(command, io);
  } catch (error) {
    if (error instanceof Stop) return say(error.message, error.exitCode, io);
    if (error instanceof Refused) return say(describeProblem(error.problem), exitCode.refused, io);
    if (io.interrupted.aborted) return say('Interrupted.', exitCode.interrupted, io);
    throw error;
  }
};

const obey = async (command: Command, io: Io): Promise<number> => {
  const client = makeClient(command.url, io);
  const subject = command.subject ?? '';
  switch (command.verb) {
    case 'up':
      return up(command, client, io);
    case 'plan':
      return plan(command, client, io);
    case 'down':
      return down(command, client, io);
    case 'repair':
      return command.fromStacks ? repairFromStacks(command.subject, client, io) : redo(command, client, io);
    case 'rebuild':
    case 'rollback':
    case 'restart':
      return redo(command, client, io);
    case 'history':
      return history(subject, client, io);
    case 'diff':
      return diff(command, client, io);
    case 'exec':
      return exec(command, client, io);
    case 'fix':
      return fix(command, client, io);
    case 'status':
      return status(command.subject, client, io);
    case 'health':
      return health(command.subject, client, io);
    case 'logs':
      return logs(command, client, io);
    case 'freeze':
      return freeze(command, client, io);
    case 'unfreeze':
      return unfreeze(command, client, io);
    case 'cancel': {
      await client.send({ method: 'POST', path: `/operations/${encodeURIComponent(subject)}/cancel`, body: '{}' });
      const code = await concludeOperation(await followOperation(subject, client, io), client, io);
      // Here being cancelled is what was asked for.
      return code === exitCode.cancelled ? exitCode.succeeded : code;
    }
    case 'watch':
      return concludeOperation(await followOperation(subject, client, io), client, io);
  }
};

const say = (text: string, code: number, io: Io): number => {
  io.stderr.write(`${text}\n`);
  return code;
};
