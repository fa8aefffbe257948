import { judgeEnvironment } from '../../domain/health/judge-environment.ts';
import { judgeService } from '../../domain/health/judge-service.ts';
import { isName } from '../../domain/is-name.ts';
import { logicalId } from '../../domain/logical-id.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { stackKinds } from '../../domain/operation/stack-kind.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
import { tasksOf } from '../../domain/spec/tasks-of.ts';
import type { ServiceHealth } from '../../schemas/gen/api.types.ts';
import { drawHealth } from './draw-health.ts';
import type { ObserverDeps } from './observer-deps.ts';
import { prefersText } from './prefers-text.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

type Ask = <T>(what: string, run: () => Promise<T>) => Promise<{ readonly answer: T } | undefined>;

/** Asks AWS how what serves is now. What AWS does not answer is said, and never becomes a refusal: that is when one asks. */
export const getEnvironmentHealth: Use<ObserverDeps> = async ({ parameters: { name = '' }, headers }, deps) => {
  const environment = isName(name) ? await deps.table.environments.get(name) : undefined;
  if (!environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
  const unanswered: string[] = [];
  const ask: Ask = async (what, run) => {
    try {
      return { answer: await run() };
    } catch (error) {
      unanswered.push(`${what}: ${error instanceof Error ? error.name : 'Error'}`);
      return undefined;
    }
  };
  const stacks = await askStacks(environment, ask, deps);
  const view = judgeEnvironment({
    environment,
    at: new Date(deps.now()).toISOString(),
    services: environment.serving ? await askServices(environment, stacks, ask, deps) : [],
    stacks: stacks.map(({ outputs, ...stack }) => stack),
    unanswered,
  });
  return prefersText(headers.accept ?? '')
    ? { status: 200, body: drawHealth(view), type: 'text/plain; charset=utf-8' }
    : { status: 200, body: view };
};

async function askStacks({ name: environment, serving }: Environment, ask: Ask, { stacks }: ObserverDeps) {
  const found = await Promise.all(
    stackKinds.map(async (stack) => {
      const name = stackName(environment, stack);
      const asked = await ask(`stack ${stack}`, () => stacks.describe(name));
      if (!asked) return [];
      const { status = 'NONE', reason, current = false, outputs = {} } = asked.answer ?? {};
      const recorded = serving?.stacks[stack] !== undefined;
      // Outputs of an operation before are no measure for what runs now.
      return [{ stack, name, status, ...(reason ? { reason } : {}), recorded, outputs: current ? outputs : {} }];
    }),
  );
  return found.flat();
}

async function askServices(
  environment: Environment,
  stacks: Awaited<ReturnType<typeof askStacks>>,
  ask: Ask,
  { table, services }: ObserverDeps,
): Promise<readonly ServiceHealth[]> {
  const { name: of, serving, outputs, active } = environment;
  const revision = serving && (await table.revisions.get(of, serving.operation));
  const cluster = outputs?.clusterName ?? '';
  const stopped = (await ask('stopped tasks', () => services.stoppedTasks(cluster)))?.answer ?? [];
  const made: Readonly<Record<string, string>> = stacks.find(({ stack }) => stack === 'services')?.outputs ?? {};
  return Promise.all(
    Object.entries(revision?.effective.services ?? {}).map(async ([name, service]) => {
      const { arn = '', digest } = outputs?.services[name] ?? {};
      const asked = await ask(`service ${name}`, () => services.deployment(cluster, arn).catch(noneIfGone));
      const taskDefinition = made[`${logicalId(name)}TaskDefinitionArn`];
      return judgeService({
        name,
        wanted: tasksOf(revision?.effective ?? { paused: false }, service),
        changing: active !== undefined,
        answered: asked !== undefined,
        view: asked?.answer,
        ...(taskDefinition === undefined ? {} : { taskDefinition }),
        ...(digest === undefined ? {} : { digest }),
        stopped: stopped.filter(({ group }) => group === `service:${arn.split('/').at(-1)}`),
      });
    }),
  );
}

/** With its cluster a service is gone too, but ECS complains of the cluster. */
function noneIfGone(error: unknown): undefined {
  if (error instanceof Error && /^(Cluster|Service)NotFoundException$/.test(error.name)) return undefined;
  throw error;
}
