import { relative } from 'node:path';
import type { FunctionName } from '../../functions/catalog.ts';
import type { Deployed } from './deployed-functions.ts';
import { difference } from './difference.ts';
import type { MotoAws } from './moto-aws.ts';
import { filesIn } from './packed.ts';
import { type Answer, openSandbox, type Sandbox } from './sandbox.ts';
import type { Seen, Step } from './step.ts';

export interface Place {
  readonly runtime: string;
  readonly deployed: Deployed;
  readonly taskRootOf: (name: FunctionName) => Promise<string>;
  /** Absent: nobody answers at AWS's address. */
  readonly aws?: MotoAws;
}

export interface Ran {
  readonly failures: readonly string[];
  /** A line for each function, of its process. */
  readonly costs: Readonly<Record<string, string>>;
}

/** Port 1: nobody listens there, and no machine lets anybody without being root. */
const nobodyThere = 'http://127.0.0.1:1';

/** Every step in its turn, each function in one process of its own that lives as long as there are steps for it. */
export async function judgeSteps(steps: readonly Step[], place: Place): Promise<Ran> {
  const open = new Map<FunctionName, { readonly sandbox: Sandbox; readonly taskRoot: string; readonly files: string }>();
  const failures: string[] = [];
  const costs: Record<string, string> = {};
  const seen: Seen = {};
  const openFor = async (name: FunctionName) => {
    const taskRoot = await place.taskRootOf(name);
    const endpoint = place.aws?.endpoint ?? nobodyThere;
    const sandbox = await openSandbox(taskRoot, place.deployed.functions[name], place.runtime, endpoint);
    const opened = { sandbox, taskRoot, files: listed(taskRoot) };
    open.set(name, opened);
    return opened;
  };
  try {
    for (const { of, about, event, wants, before, after } of steps) {
      const say = (wrong: string) => failures.push(`${of}, ${about}: ${wrong}`);
      const { sandbox } = open.get(of) ?? (await openFor(of));
      if (before && place.aws) await before(seen, place.aws);
      const answer = readable(await sandbox.invoke(event(seen)));
      const wrong = difference(answer, wants);
      if (wrong !== undefined) {
        say(`${wrong}; all of it: ${JSON.stringify(answer).slice(0, 400)}`);
        continue;
      }
      // What AWS refuses to tell afterwards, such as an execution that is not there, is the function's fault.
      const wrongAfter = after && place.aws && (await after(seen, place.aws, answer).catch(String));
      if (wrongAfter !== undefined) say(wrongAfter);
    }
  } finally {
    await Promise.all([...open.values()].map(({ sandbox }) => sandbox.end()));
  }
  for (const [name, { sandbox, taskRoot, files }] of open) {
    const { ready, answered } = sandbox.times();
    const { memoryMb } = place.deployed.functions[name];
    const peak = sandbox.peakMb();
    costs[name] = `${shown(ready)} to be ready, ${shown(answered)} to the first answer, ${peak ?? '?'} of ${memoryMb} MB`;
    if (peak !== undefined && peak > memoryMb) failures.push(`${name} took ${peak} MB and has ${memoryMb}`);
    // /var/task is read-only in Lambda, and here it is not.
    if (listed(taskRoot) !== files) failures.push(`${name} wrote into its own folder`);
  }
  return { failures, costs };
}

const shown = (milliseconds: number | undefined) => (milliseconds === undefined ? 'never' : `${Math.round(milliseconds)} ms`);
const listed = (folder: string) =>
  filesIn(folder)
    .map((path) => relative(folder, path))
    .join('\n');

/** With the body of an HTTP answer as what it says. */
function readable(answer: Answer): Answer {
  if (!('returned' in answer)) return answer;
  const { headers, body } = (answer.returned ?? {}) as { headers?: Record<string, string>; body?: unknown };
  if (typeof body !== 'string' || !/json/.test(headers?.['content-type'] ?? '')) return answer;
  return { returned: { ...(answer.returned as object), body: JSON.parse(body) as unknown } };
}
