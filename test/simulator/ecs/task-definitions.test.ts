import { describe, expect, test } from 'vitest';
import { makeWorld, registered } from './container-world.ts';

const app = { name: 'app', image: 'nginx:1.27' };
const side = { name: 'side', image: 'busybox:1.36', essential: false };
const check = { command: ['CMD', 'true'] };

function refusal(containerDefinitions: readonly object[], more: object = {}): string {
  try {
    registered(makeWorld(), '', {}, { containerDefinitions, ...more });
    return 'accepted';
  } catch (error) {
    const { name, message } = error as Error;
    expect(name).toBe('ClientException');
    return message;
  }
}

describe('RegisterTaskDefinition', () => {
  test('refuses two containers of one name', () => {
    expect(refusal([app, { ...side, name: 'app' }])).toContain('duplicate container name: app');
  });
  test('refuses a secret with the name of a variable or of another secret', () => {
    const secrets = [{ name: 'X', valueFrom: '/x' }];
    expect(refusal([{ ...app, secrets, environment: [{ name: 'X', value: '1' }] }])).toBe(
      "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'X'.",
    );
    expect(refusal([{ ...app, secrets: [...secrets, ...secrets] }])).toBe(
      'Duplicate secret names found: X. Each secret name must be unique.',
    );
    expect(refusal([{ ...app, secrets }])).toBe('accepted');
  });
  test.each([
    ['interval', 4, 301],
    ['timeout', 1, 61],
    ['retries', 0, 11],
    ['startPeriod', -1, 301],
  ])('refuses a health check whose %s is %i or %i', (field, low, high) => {
    expect(refusal([{ ...app, healthCheck: { ...check, [field]: low } }])).toContain(`health check ${field} must be between`);
    expect(refusal([{ ...app, healthCheck: { ...check, [field]: high } }])).toContain(`health check ${field} must be between`);
    expect(refusal([{ ...app, healthCheck: { ...check, [field]: high - 1 } }])).toBe('accepted');
  });
  test('refuses a health check without a command', () => {
    for (const command of [[], ['CMD'], ['curl', 'localhost']])
      expect(refusal([{ ...app, healthCheck: { command } }])).toContain('The health check command must');
  });
  test('refuses to depend on what is not there, on the success of an essential one, on the health of an unchecked one', () => {
    const on = (containerName: string, condition: string) => ({ ...app, dependsOn: [{ containerName, condition }] });
    expect(refusal([on('none', 'START')])).toContain("Container 'none' in dependsOn does not exist");
    expect(refusal([on('side', 'SUCCESS'), { ...side, essential: true }])).toBe(
      'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
    );
    expect(refusal([on('side', 'HEALTHY'), side])).toContain('must have a health check');
    expect(refusal([on('side', 'LATER'), side])).toContain("'LATER' is not a valid dependency condition");
    expect(refusal([on('side', 'SUCCESS'), side])).toBe('accepted');
  });
  test('refuses a cycle', () => {
    const start = (containerName: string) => ({ dependsOn: [{ containerName, condition: 'START' }] });
    expect(
      refusal([
        { ...app, ...start('side') },
        { ...side, ...start('app') },
      ]),
    ).toContain('have a cycle');
  });
  test('refuses one port twice in a task, and a host port that is not the container’s', () => {
    const on = (containerPort: number, more: object = {}) => ({ portMappings: [{ containerPort, ...more }] });
    expect(
      refusal([
        { ...app, ...on(80) },
        { ...side, ...on(80) },
      ]),
    ).toBe("TCP host port '80' is mapped multiple times in task.");
    expect(
      refusal([
        { ...app, ...on(80) },
        { ...side, ...on(80, { protocol: 'udp' }) },
      ]),
    ).toBe('accepted');
    expect(refusal([{ ...app, ...on(80, { hostPort: 8080 }) }])).toBe(
      'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    );
  });
  test('refuses containers that ask for more than the task has', () => {
    expect(refusal([{ ...app, memory: 1024 }])).toBe(
      "Invalid setting for container 'app'. The 'memory' setting for container is greater than for the task.",
    );
    expect(
      refusal([
        { ...app, cpu: 200 },
        { ...side, cpu: 100 },
      ]),
    ).toContain('The total cpu of the containers is greater');
    expect(
      refusal([
        { ...app, cpu: 156, memory: 256 },
        { ...side, cpu: 100, memory: 256 },
      ]),
    ).toBe('accepted');
  });
});
