import type { EnvironmentView, Health, ServiceOutput } from '../schemas/gen/api.types.ts';
import { execLine } from './exec-line.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';
import { Stop } from './stop.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

const guide = {
  aws: 'the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
  'session-manager-plugin':
    'its Session Manager plugin: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html',
};

/** Opens a shell, or runs a command, in a running task: by the AWS CLI of whoever asks, with their own rights. */
export const exec = async (command: Command, client: Client, io: Io): Promise<number> => {
  const { subject: name = '', service = '', words = ['/bin/sh'] } = command;
  const { outputs } = (await client.send({ method: 'GET', path: `/environments/${encodeURIComponent(name)}` }))
    .body as EnvironmentView;
  const found = outputs?.services[service];
  if (found === undefined) throw refused(`No service ${service} of ${name} runs; there is ${listOf(outputs?.services)}.`);
  if (found.commands?.exec === undefined)
    throw refused(`${service} does not allow it: set services.${service}.exec to true, and its new tasks do.`);
  const { embedded } = (await client.send({ method: 'GET', path: '/health' })).body as Health;
  if (embedded) throw refused('This service is the embedded one: no container runs, and AWS knows nothing of it.');

  const place = placeOf(found, client.url);
  const line = (task?: string) => execLine({ ...place, task, container: command.container ?? service, words });
  for (const program of ['aws', 'session-manager-plugin'] as const)
    if ((await io.run(program, ['--version'], 'captured')) === undefined)
      throw refused(`It takes ${guide[program]}\nThen this again, or:\n  ${line().text}`);
  const task = await runningTask(place, service, io);
  const ran = await io.run('aws', line(task).args, 'terminal');
  return ran?.exitCode === 0 ? exitCode.succeeded : exitCode.failed;
};

interface Place {
  readonly region: string;
  readonly cluster: string;
  readonly ecsService: string;
}

const placeOf = ({ arn }: ServiceOutput, url: string): Place => {
  const [, region, cluster, ecsService] = /^arn:[\w-]+:ecs:([\w-]+):\d{12}:service\/(\w[\w-]*)\/(\w[\w-]*)$/.exec(arn) ?? [];
  if (region === undefined || cluster === undefined || ecsService === undefined) throw unlikeMoorage(url);
  return { region, cluster, ecsService };
};

/** One that runs, not one that is only wanted to. */
const runningTask = async ({ region, cluster, ecsService }: Place, service: string, io: Io): Promise<string> => {
  const ask = async (...args: readonly string[]): Promise<readonly string[]> => {
    const ran = await io.run('aws', ['ecs', ...args, '--cluster', cluster, '--region', region, '--output', 'json'], 'captured');
    if (ran?.exitCode !== 0) throw new Stop(exitCode.failed, `aws ecs ${args[0]}: ${ran?.stderr.trim() ?? 'did not run'}`);
    return JSON.parse(ran.stdout) as readonly string[];
  };
  const tasks = await ask('list-tasks', '--service-name', ecsService, '--query', 'taskArns');
  const query = "tasks[?lastStatus=='RUNNING'].taskArn";
  const running = tasks.length === 0 ? [] : await ask('describe-tasks', '--query', query, '--tasks', ...tasks);
  if (running[0] === undefined) throw new Stop(exitCode.failed, `No task of ${service} runs.`);
  return running[0];
};

const listOf = (services: object | undefined): string => Object.keys(services ?? {}).join(', ') || 'none';
const refused = (sentence: string): Stop => new Stop(exitCode.refused, sentence);
