import type { EnvironmentHealth, ServiceHealth } from '../schemas/gen/api.types.ts';

export const describeHealth = (health: EnvironmentHealth): string[] => [
  `${health.environment}  ${health.status}  revision ${health.revision}`,
  `  ${health.sentence}`,
  ...(health.operation === undefined ? [] : [`  now: moorage watch ${health.operation}`]),
  ...health.services.flatMap(serviceLines),
  ...health.stacks.map(({ stack, status, name }) => `  stack ${stack.padEnd(10)}  ${status}  ${name}`),
  ...health.drift.map((line) => `  differs from the record: ${line}`),
  ...health.unanswered.map((line) => `  AWS did not say: ${line}`),
];

const serviceLines = ({ service, status, wanted, desired, running, pending, deployment, stopped }: ServiceHealth): string[] => [
  `  service ${service}  ${status}  ${running ?? '?'} running, ${pending ?? '?'} pending, ECS wants ${desired ?? '?'}, the spec ${wanted}${deployment === undefined ? '' : `; deployment ${deployment.status}`}`,
  ...stopped.flatMap(({ task, at, sentence, reason, remedy }) => [
    `    stopped ${at ?? ''} ${task.slice(0, 8)}: ${sentence ?? reason}`,
    ...(remedy === undefined ? [] : [`      ${remedy}`]),
  ]),
];
