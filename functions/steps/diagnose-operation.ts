import type { Builds } from '../../cloud/builds.ts';
import type { Logs } from '../../cloud/logs.ts';
import type { Services } from '../../cloud/services.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import type { Table } from '../../cloud/table.ts';
import { diagnose, type Evidence } from '../../domain/diagnosis/diagnose.ts';
import { failuresOf } from '../../domain/diagnosis/failures-of.ts';
import { ownExitCode } from '../../domain/diagnosis/own-exit-code.ts';
import { serviceOfTask } from '../../domain/diagnosis/service-of-task.ts';
import { logicalId } from '../../domain/logical-id.ts';
import { attemptToken } from '../../domain/operation/attempt-key.ts';
import { attemptsOf } from '../../domain/operation/attempts-of.ts';
import type { Operation, PlannedImage } from '../../domain/operation/operation.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import { type StackKind, stackKinds } from '../../domain/operation/stack-kind.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
import type { Diagnosis } from '../../schemas/gen/api.types.ts';
import { failedTasks } from '../ensure/failed-tasks.ts';
import { keepOtherCauses } from './keep-other-causes.ts';

interface DiagnoseDeps {
  readonly table: Table;
  readonly stacks: Stacks;
  readonly builds: Builds;
  readonly services: Services;
  readonly logs: Logs;
  readonly now: () => number;
}

/**
 * Reads the evidence while it still stands, before anything is deleted, and keeps the one sentence it amounts to. The first
 * diagnosis stays: a second run may find less than the first did.
 */
export function makeDiagnoseOperation(deps: DiagnoseDeps) {
  return async ({ operationId }: { readonly operationId: string }): Promise<{ readonly code?: string }> => {
    const { operations, timeline } = deps.table;
    const found = await operations.get(operationId);
    if (found?.status !== 'FAILING') return {};
    const diagnosis = found.diagnosis ?? (await keepFirst(operationId, await diagnosisOf(found, deps), deps));
    if (!diagnosis) return {};
    await timeline.tell(operationId, 'diagnosis', { at: new Date(deps.now()).toISOString(), text: diagnosis.sentence });
    return { code: diagnosis.code };
  };
}

async function keepFirst(operationId: string, made: Diagnosis, { table: { operations } }: DiagnoseDeps) {
  if (await operations.saveDiagnosis(operationId, made)) return made;
  return (await operations.get(operationId))?.diagnosis;
}

async function diagnosisOf(found: Operation, deps: DiagnoseDeps): Promise<Diagnosis> {
  const operation = await keepOtherCauses(found, deps);
  const wanted = await deps.table.revisions.get(operation.environment, operation.id);
  const [builds, tasks, stacks] = await Promise.all([
    buildEvidence(operation, deps),
    taskEvidence(operation, wanted, deps),
    stackEvidence(operation, deps),
  ]);
  const causes = Object.values(operation.causes).sort((a, b) => (a.at < b.at ? -1 : 1));
  return diagnose({
    causes,
    builds,
    tasks,
    stacks,
    ...(wanted ? { wanted } : {}),
    ...(operation.cancelled ? { cancelled: operation.cancelled } : {}),
  });
}

async function buildEvidence(operation: Operation, { builds, logs }: DiagnoseDeps): Promise<Evidence['builds']> {
  const failed = (operation.plan?.images ?? []).flatMap(({ key }) =>
    attemptsOf(operation, key, ['build'])
      .filter((attempt) => attempt.outcome === 'FAILED')
      .slice(-1),
  );
  return Promise.all(
    failed.map(async ({ subject, reason, reference, link }) => {
      const view = reference ? await builds.get(reference) : undefined;
      const lines = view?.log ? await logs.lastLines(view.log.group, view.log.stream, 100) : [];
      const image = operation.plan?.images.find((one) => one.key === subject);
      const services = [...new Set(image?.uses.map(({ service }) => service))];
      return {
        subject: image ? madeFor(image) : subject,
        services,
        reason: reason ?? 'failed',
        lines: lines.filter(isOutput),
        ...(link ? { link } : {}),
      };
    }),
  );
}

const madeFor = ({ source }: PlannedImage) =>
  source.kind === 'build' ? `build ${source.name}` : `the mirror of ${source.reference}`;

/** What the commands said, without CodeBuild's own account of which it ran and ours of logging in and out. */
function isOutput(line: string): boolean {
  return !/^\[Container\]|^Login Succeeded|^Removing login credentials|^WARNING! Your (?:password|credentials)/.test(line);
}

async function taskEvidence(
  operation: Operation,
  wanted: Revision | undefined,
  { stacks, services, logs }: DiagnoseDeps,
): Promise<Evidence['tasks']> {
  const begun = attemptsOf(operation, 'services', ['create', 'update']).at(-1);
  const outputs = begun ? (await stacks.describe(stackName(operation.environment, 'foundation')))?.outputs : undefined;
  const cluster = outputs?.ClusterName;
  if (!begun || !outputs || !cluster) return [];
  const stopped = await failedTasks(operation, begun, cluster, { stacks, services });
  return Promise.all(
    stopped.slice(0, 3).map(async (task) => {
      const container = (task.containers.find((one) => ownExitCode(one, task)) ?? task.containers[0])?.name ?? '';
      const service = (wanted && serviceOfTask(task, wanted.effective)) ?? container;
      const group = outputs[`${logicalId(service)}LogGroupName`];
      return { task, lines: group ? await logs.lastLines(group, `${service}/${container}/${task.id}`, 10) : [] };
    }),
  );
}

async function stackEvidence(operation: Operation, { stacks }: DiagnoseDeps): Promise<Evidence['stacks']> {
  const attempts = stackKinds.flatMap((stack) => attemptsOf(operation, stack, ['create', 'update']).slice(-1));
  return Promise.all(
    attempts
      .filter(({ outcome }) => outcome === 'FAILED')
      .map(async (attempt) => {
        const { subject: stack, reference, at, reason } = attempt;
        const name = reference ?? stackName(operation.environment, stack as StackKind);
        const reasons = failuresOf(await stacks.resourceEvents(name, attemptToken(operation.id, attempt), at));
        return { stack, reasons: reasons.length > 0 ? reasons : reason ? [reason] : [] };
      }),
  );
}
