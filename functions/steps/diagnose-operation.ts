import type { Builds } from '../../cloud/builds.ts';
import type { Logs } from '../../cloud/logs.ts';
import type { Services } from '../../cloud/services.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import type { Table } from '../../cloud/table.ts';
import { diagnose, type Evidence } from '../../domain/diagnosis/diagnose.ts';
import { diagnoseTask } from '../../domain/diagnosis/diagnose-task.ts';
import { logicalId } from '../../domain/logical-id.ts';
import { attemptsOf } from '../../domain/operation/attempts-of.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import { stackKinds } from '../../domain/operation/stack-kind.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
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
    const found = await deps.table.operations.get(operationId);
    if (found?.status !== 'FAILING' || found.diagnosis) return {};
    const operation = await keepOtherCauses(found, deps);
    const [builds, tasks, stacks] = await Promise.all([
      buildEvidence(operation, deps),
      taskEvidence(operation, deps),
      stackEvidence(operation, deps),
    ]);
    const causes = Object.values(operation.causes).sort((a, b) => (a.at < b.at ? -1 : 1));
    const evidence: Evidence = {
      causes,
      builds,
      tasks,
      stacks,
      ...(operation.cancelled ? { cancelled: operation.cancelled } : {}),
    };
    const diagnosis = diagnose(evidence);
    await deps.table.operations.saveDiagnosis(operationId, diagnosis);
    await deps.table.timeline.tell(operationId, 'diagnosis', {
      at: new Date(deps.now()).toISOString(),
      text: diagnosis.sentence,
    });
    return { code: diagnosis.code };
  };
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
      const image = operation.plan?.images.find((one) => one.key === subject)?.source;
      const made = image?.kind === 'build' ? `build ${image.name}` : image ? `the mirror of ${image.reference}` : subject;
      return { subject: made, reason: reason ?? 'failed', lines: lines.filter(isOutput), ...(link ? { link } : {}) };
    }),
  );
}

/** What the commands said, without CodeBuild's own account of which it ran and ours of logging in and out. */
function isOutput(line: string): boolean {
  return !/^\[Container\]|^Login Succeeded|^Removing login credentials|^WARNING! Your (?:password|credentials)/.test(line);
}

async function taskEvidence(operation: Operation, { stacks, services, logs }: DiagnoseDeps): Promise<Evidence['tasks']> {
  const begun = attemptsOf(operation, 'services', ['create', 'update']).at(-1);
  const outputs = begun ? (await stacks.describe(stackName(operation.environment, 'foundation')))?.outputs : undefined;
  const cluster = outputs?.ClusterName;
  if (!begun || !outputs || !cluster) return [];
  const stopped = (await services.stoppedTasks(cluster)).filter(
    (task) => (task.stoppedAt ?? begun.at) >= begun.at && diagnoseTask(task),
  );
  return Promise.all(
    stopped.slice(0, 3).map(async (task) => {
      const container = task.containers[0]?.name ?? '';
      const group = outputs[`${logicalId(container)}LogGroupName`];
      return { task, lines: group ? await logs.lastLines(group, `${container}/${container}/${task.id}`, 10) : [] };
    }),
  );
}

async function stackEvidence(operation: Operation, { stacks }: DiagnoseDeps): Promise<Evidence['stacks']> {
  const failed = stackKinds.filter((stack) => attemptsOf(operation, stack, ['create', 'update']).at(-1)?.outcome === 'FAILED');
  return Promise.all(
    failed.map(async (stack) => {
      const attempt = attemptsOf(operation, stack, ['create', 'update']).at(-1);
      const name = stackName(operation.environment, stack);
      const exists = await stacks.describe(attempt?.reference ?? name);
      const reasons = exists ? await stacks.failures(exists.id) : [];
      return { stack, reasons: reasons.length > 0 ? reasons : attempt?.reason ? [attempt.reason] : [] };
    }),
  );
}
