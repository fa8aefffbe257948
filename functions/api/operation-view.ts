import type { Operation } from '../../domain/operation/operation.ts';
import { phasesOf } from '../../domain/operation/phases-of.ts';
import { subjectOf } from '../../domain/operation/step-key.ts';
import type { OperationView, TimelineEntry } from '../../schemas/gen/api.types.ts';

/** What a caller sees of an operation. Built field by field, so that a task token can never leave by accident. */
export function operationView(operation: Operation, timeline: readonly TimelineEntry[], now: number): OperationView {
  const {
    id,
    environment,
    kind,
    status,
    revision,
    trigger,
    actor,
    openedAt,
    startedAt,
    endedAt,
    execution,
    cancelled,
    diagnosis,
    transitions,
    cost,
  } = operation;
  return {
    id,
    environment,
    kind,
    status,
    revision,
    trigger,
    actor,
    openedAt,
    ...(startedAt ? { startedAt } : {}),
    ...(endedAt ? { endedAt } : {}),
    now: new Date(now).toISOString(),
    phases: phasesOf(operation),
    waits: Object.values(operation.waits).map(({ target, since, looksAgainAt, givesUpAt, detail }) => ({
      kind: target.kind,
      subject: subjectOf(target),
      since,
      looksAgainAt,
      givesUpAt,
      ...(detail ? { detail } : {}),
    })),
    attempts: Object.values(operation.attempts)
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
      .map(({ subject, action, n, at, endedAt: ended, outcome, reference, reason, link }) => ({
        subject,
        action,
        n,
        at,
        ...(ended ? { endedAt: ended } : {}),
        ...(outcome ? { outcome } : {}),
        ...(reference ? { reference } : {}),
        ...(reason ? { reason } : {}),
        ...(link ? { link } : {}),
      })),
    causes: Object.values(operation.causes).sort((a, b) => (a.at < b.at ? -1 : 1)),
    ...(cancelled ? { cancelled } : {}),
    ...(diagnosis ? { diagnosis } : {}),
    timeline: [...timeline],
    execution,
    ...(transitions === undefined ? {} : { transitions }),
    ...(cost ? { cost } : {}),
  };
}
