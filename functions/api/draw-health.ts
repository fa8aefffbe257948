import type { EnvironmentHealth, HealthStatus } from '../../schemas/gen/api.types.ts';
import { harmless } from './harmless.ts';

const marks: Readonly<Record<HealthStatus, string>> = { HEALTHY: '✓', DEGRADED: '!', DOWN: '✗', UNKNOWN: '?' };

/** The health as plain text, for a terminal at night: the sentence first, then what it rests on. */
export function drawHealth(health: EnvironmentHealth): string {
  const { environment, status, sentence, at, revision, operation, services, stacks, drift, unanswered } = health;
  const lines = [`${environment}  ${status}  revision ${revision}  at ${at}`, sentence];
  if (operation) lines.push(`under way: /operations/${operation}`);
  if (services.length > 0) lines.push('');
  for (const { service, status: state, wanted, desired = 0, running = 0, pending = 0, deployment, stopped } of services) {
    const counts = deployment
      ? `running ${running}, pending ${pending}, ECS wants ${desired}, the spec ${wanted}; deployment ${deployment.status}`
      : `the spec wants ${wanted}`;
    lines.push(`  ${marks[state]} ${service.padEnd(20)} ${counts}`);
    if (deployment?.reason) lines.push(`      ${deployment.reason}`);
    for (const { task, at: when = '', reason, sentence: why, remedy } of stopped) {
      lines.push(`      stopped ${when} ${task.slice(0, 8)}: ${why ?? reason}`);
      if (remedy) lines.push(`        → ${remedy}`);
    }
  }
  lines.push('', ...stacks.map(({ stack, name, status: state }) => `  ${stack.padEnd(11)} ${state.padEnd(24)} ${name}`));
  if (drift.length > 0) lines.push('', 'differs from the record:', ...drift.map((line) => `  ${line}`));
  if (unanswered.length > 0) lines.push('', 'AWS did not say:', ...unanswered.map((line) => `  ${line}`));
  return `${lines.map(harmless).join('\n')}\n`;
}
