import type { OperationView } from '../../schemas/gen/api.types.ts';
import { harmless } from './harmless.ts';

const marks: Readonly<Record<string, string>> = { PENDING: '·', RUNNING: '▸', DONE: '✓', FAILED: '✗', STOPPED: '■' };

/** The operation as plain text, for a terminal at night: what happened, what is waited for, and why it failed. */
export function drawOperation(operation: OperationView): string {
  const { id, kind, environment, revision, status, trigger, actor, openedAt, endedAt, now = openedAt } = operation;
  const seconds = (from: string, to: string) => `${Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))} s`;
  const lines = [
    `${id}  ${kind} ${environment} → revision ${revision}  ${status}  ${seconds(openedAt, endedAt ?? now)}`,
    `asked by ${actor} (${trigger}) at ${openedAt}`,
    '',
  ];
  for (const phase of operation.phases) {
    const time = phase.startedAt ? seconds(phase.startedAt, phase.endedAt ?? endedAt ?? now).padStart(6) : '      ';
    lines.push(
      `  ${marks[phase.status] ?? '?'} ${phase.phase.padEnd(11)}${time}  typically ${phase.typicalSeconds} s  ${phase.subjects.join(', ')}`.trimEnd(),
    );
  }
  for (const wait of operation.waits)
    lines.push(
      '',
      `  waits for ${wait.kind} ${wait.subject} since ${seconds(wait.since, now)}: ${wait.detail ?? 'just begun'}`,
      `    looks again at ${wait.looksAgainAt}, gives up at ${wait.givesUpAt}`,
    );
  if (operation.diagnosis) {
    const { code, sentence, evidence, remedy, changes = [], link } = operation.diagnosis;
    lines.push(
      '',
      `${code}: ${sentence}`,
      ...evidence.map((line) => `  | ${line}`),
      `  → ${remedy}`,
      ...changes.map(({ pointer, before, after }) => `    ${pointer}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`),
      ...(changes.length > 0 ? [`    send it: moorage fix ${environment}`] : []),
      ...(link ? [`  ${link}`] : []),
    );
  }
  if (operation.causes.length > 1)
    lines.push(
      '',
      'causes:',
      ...operation.causes.map((cause) => `  ${cause.at}  ${cause.phase} ${cause.subject}  ${cause.name}: ${cause.message}`),
    );
  if (operation.timeline.length > 0)
    lines.push('', ...operation.timeline.map((entry) => `${entry.at}  ${(entry.phase ?? '').padEnd(11)} ${entry.text}`));
  return `${lines.map(harmless).join('\n')}\n`;
}
