import type { Phase, PhaseView } from '../../schemas/gen/api.types.ts';
import { typicalSeconds } from './budget.ts';
import type { Attempt, Operation } from './operation.ts';
import { isOver } from './transitions.ts';

const forward: readonly Phase[] = ['PLAN', 'REGISTRY', 'BUILD', 'FOUNDATION', 'SERVICES', 'STABILITY'];

/** The phases as a person follows them, derived from attempts, waits and causes; nothing of it is stored. */
export function phasesOf(operation: Operation): PhaseView[] {
  const phases = operation.kind === 'DELETE' ? [] : forward.map((phase) => phaseOf(operation, phase));
  const tearing = operation.kind === 'DELETE' || operation.status === 'FAILING' || Object.values(operation.attempts).some(isUndo);
  return tearing ? [...phases, phaseOf(operation, 'TEARDOWN')] : phases;
}

function phaseOf(operation: Operation, phase: Phase): PhaseView {
  const attempts = Object.values(operation.attempts).filter((attempt) => belongsTo(attempt, phase, operation));
  const waits = Object.values(operation.waits).filter((wait) => wait.phase === phase);
  const causes = Object.values(operation.causes).filter((cause) => cause.phase === phase && cause.name !== 'Fenced');
  const startedAt =
    startOf(operation, phase) ?? [...attempts.map((attempt) => attempt.at), ...waits.map((wait) => wait.since)].sort()[0];
  // What cleared the way for an attempt is over when the attempt is.
  const lastOf = (subject: string) =>
    attempts
      .filter((attempt) => attempt.subject === subject)
      .sort((one, other) => (one.at < other.at ? -1 : 1))
      .at(-1);
  const over = attempts.every(({ subject }) => lastOf(subject)?.outcome !== undefined);
  const ended = attempts.length > 0 && waits.length === 0 && over;
  const endedAt = endOf(operation, phase) ?? (ended ? lastEnd(attempts) : undefined);
  return {
    phase,
    status: statusOf(operation, phase, {
      failed: causes.length > 0,
      began: startedAt !== undefined,
      ended: endedAt !== undefined,
    }),
    subjects: [
      ...new Set([
        ...attempts.map((attempt) => attempt.subject.split('+')[0] ?? ''),
        ...Object.values(operation.waits).flatMap((wait) => (wait.phase === phase ? [subjectOf(wait.target)] : [])),
      ]),
    ],
    ...(startedAt ? { startedAt } : {}),
    ...(endedAt ? { endedAt } : {}),
    typicalSeconds: typicalSeconds[phase],
  };
}

/** Where a phase begins that no attempt begins: planning, a DELETE's teardown, and stability where the services end. */
function startOf(operation: Operation, phase: Phase): string | undefined {
  if (phase === 'PLAN' || (phase === 'TEARDOWN' && operation.kind === 'DELETE')) return operation.startedAt;
  const services = Object.values(operation.attempts).filter((attempt) => attempt.subject === 'services' && !isUndo(attempt));
  return phase === 'STABILITY' && services.at(-1)?.outcome === 'DONE' ? lastEnd(services) : undefined;
}

function endOf(operation: Operation, phase: Phase): string | undefined {
  if (phase === 'PLAN') return firstStart(operation);
  if (phase === 'TEARDOWN' && isOver(operation.status)) return operation.endedAt;
  if (phase !== 'STABILITY' || operation.status !== 'SUCCEEDED') return undefined;
  const contracts = Object.values(operation.attempts).filter((attempt) => attempt.subject.endsWith('+contract'));
  return contracts.map((attempt) => attempt.at).sort()[0] ?? operation.endedAt;
}

const lastEnd = (attempts: readonly Attempt[]) =>
  attempts
    .map((attempt) => attempt.endedAt ?? '')
    .sort()
    .at(-1);

function statusOf(
  operation: Operation,
  phase: Phase,
  { failed, began, ended }: { failed: boolean; began: boolean; ended: boolean },
): PhaseView['status'] {
  const over = isOver(operation.status);
  if (failed) return 'FAILED';
  if (operation.status === 'SUCCEEDED') return 'DONE';
  if (phase === 'TEARDOWN') return over ? 'DONE' : began || operation.status === 'FAILING' ? 'RUNNING' : 'PENDING';
  if (ended) return 'DONE';
  if (operation.status === 'FAILING' || over) return began ? 'STOPPED' : 'PENDING';
  return began ? 'RUNNING' : 'PENDING';
}

const isUndo = (attempt: Attempt) => attempt.subject.endsWith('+undo') || attempt.action === 'stop';
const subjectOf = (target: Operation['waits'][string]['target']) =>
  target.kind === 'stack' ? target.stack : target.kind === 'build' ? target.image : 'deployment';

/** Planning ends with the first thing it led to. */
function firstStart(operation: Operation): string | undefined {
  return [
    ...Object.values(operation.attempts).map((attempt) => attempt.at),
    ...Object.values(operation.waits).map((wait) => wait.since),
  ].sort()[0];
}

function belongsTo(attempt: Attempt, phase: Phase, operation: Operation): boolean {
  if (isUndo(attempt)) return phase === 'TEARDOWN';
  if (attempt.action === 'build') return phase === 'BUILD';
  const stack = attempt.subject.split('+')[0];
  if (operation.kind === 'DELETE') return phase === 'TEARDOWN';
  return (
    ({ registry: 'REGISTRY', foundation: 'FOUNDATION', services: 'SERVICES' } as Record<string, Phase>)[stack ?? ''] === phase
  );
}
