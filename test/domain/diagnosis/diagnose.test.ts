import { describe, expect, it } from 'vitest';
import { diagnose, type Evidence } from '../../../domain/diagnosis/diagnose.ts';
import { diagnoseTask } from '../../../domain/diagnosis/diagnose-task.ts';
import type { StoppedTask } from '../../../domain/operation/deployment-view.ts';
import { complete } from '../../../domain/spec/complete.ts';
import type { Spec } from '../../../schemas/gen/spec.types.ts';

const nothing: Evidence = { causes: [], builds: [], tasks: [], stacks: [] };
const stopped = (containers: StoppedTask['containers'], more: Partial<StoppedTask> = {}): StoppedTask => ({
  id: '0123',
  group: 'service:web',
  taskDefinition: 'arn:aws:ecs:eu-west-1:1:task-definition/web:2',
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  containers,
  ...more,
});
const ended = (name: string, exitCode?: number, reason?: string) => ({
  name,
  ...(exitCode === undefined ? {} : { exitCode }),
  ...(reason === undefined ? {} : { reason }),
});

describe('a container that ended with 137', () => {
  it.each<[string, string | undefined, StoppedTask]>([
    ['out of memory, alone', 'OUT_OF_MEMORY', stopped([ended('web', 137)])],
    ['out of memory beside one that was asked to stop', 'OUT_OF_MEMORY', stopped([ended('web', 143), ended('agent', 137)])],
    ['out of memory beside one that stopped well', 'OUT_OF_MEMORY', stopped([ended('web', 0), ended('agent', 137)])],
    [
      'out of memory because ECS says so',
      'OUT_OF_MEMORY',
      stopped([ended('web', 1), ended('agent', 137, 'OutOfMemoryError: Container killed due to memory usage')]),
    ],
    ['killed, because another has failed', 'CONTAINER_EXITED', stopped([ended('web', 1), ended('agent', 137)])],
    ['killed, whatever their order', 'CONTAINER_EXITED', stopped([ended('agent', 137), ended('web', 139)])],
    [
      'killed, because ECS took it for unhealthy',
      'HEALTH_CHECK_FAILED',
      stopped([ended('web', 137)], {
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Task failed container health checks',
      }),
    ],
    [
      'killed, because somebody stopped the task',
      undefined,
      stopped([ended('web', 137)], { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }),
    ],
    [
      'killed, because another could not be started',
      'IMAGE_NOT_FOUND',
      stopped([ended('web', undefined, 'CannotPullContainerError: manifest unknown'), ended('agent', 137)], {
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'Task failed to start',
      }),
    ],
    [
      'killed, because its host was taken away',
      undefined,
      stopped([ended('web', 137)], { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' }),
    ],
  ])('was %s', (_what, code, task) => {
    expect(diagnoseTask(task)?.code).toBe(code);
  });

  it('stays in the evidence, and proposes no memory unless it ran out of it', () => {
    const spec: Spec = {
      services: { web: { image: 'nginx:1.27', port: 80, sidecars: { agent: { image: 'nginx:1.28' } } } },
    };
    const task = stopped([ended('agent', 137), ended('web', 1)]);

    const diagnosis = diagnose({ ...nothing, wanted: { spec, effective: complete(spec) }, tasks: [{ task, lines: [] }] });

    expect(diagnosis).toMatchObject({ code: 'CONTAINER_EXITED', sentence: expect.stringContaining('service web') });
    expect(diagnosis.evidence).toContain('agent exit code: 137');
    expect(diagnosis.patch).toBeUndefined();
  });
});

describe('what CloudFormation says of a stack', () => {
  const reasons = Array.from({ length: 40 }, (_, n) => `Thing${n} (AWS::X::Y): ${'it does not go '.repeat(200)}`);

  it('is shortened to the first of it, which is the cause', () => {
    const { code, sentence, evidence } = diagnose({ ...nothing, stacks: [{ stack: 'foundation', reasons }] });

    expect([code, sentence]).toEqual(['STACK_FAILED', 'CloudFormation could not make Thing0 of the foundation stack.']);
    expect(evidence).toHaveLength(12);
    expect(evidence[0]).toMatch(/^Thing0 /);
    expect(evidence.join('').length).toBeLessThanOrEqual(12 * 500);
  });

  it('is shortened where it has a name too', () => {
    const named = [...reasons, 'Last (AWS::X::Y): User: x is not authorized to perform: ec2:CreateVpc'];

    const { code, evidence } = diagnose({ ...nothing, stacks: [{ stack: 'foundation', reasons: named }] });

    expect(code).toBe('ACCESS_DENIED');
    expect(evidence.join()).toContain('ec2:CreateVpc');
    expect(evidence.join('').length).toBeLessThanOrEqual(12 * 500);
  });
});

it('what the causes say is shortened like every other evidence', () => {
  const causes = Array.from({ length: 30 }, (_, n) => ({
    name: 'Error',
    phase: 'FOUNDATION' as const,
    subject: `x${n}`,
    message: 'no '.repeat(2000),
    at: '2026-11-01T00:00:00.000Z',
  }));

  const { evidence, sentence } = diagnose({ ...nothing, causes });

  expect(evidence.join('').length + sentence.length).toBeLessThan(8000);
});
