import { expect, it } from 'vitest';
import { makeTable } from '../../cloud/table.ts';
import { complete } from '../../domain/spec/complete.ts';
import { embeddedConnect } from '../../local/connect.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import type { EcsState } from '../../simulator/ecs/ecs-state.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const crashing = { services: { web: { image: 'acme/crashes:1', port: 80 } } };
/** Does this call write these words into an operation? */
const writes = (call: SdkCall, word: RegExp) =>
  call.service === 'DynamoDB' && /^Update/.test(call.operation) && word.test(JSON.stringify(call.input));

it('of two diagnoses at once the one that was written is told, kept and answered', async () => {
  let held: (() => void) | undefined;
  let diagnosed = 0;
  const answers: unknown[] = [];
  const world: TestWorld = await givenWorld({
    hook: {
      before: (call) => {
        if (!writes(call, /"remedy"/) || diagnosed > 0) return;
        diagnosed += 1;
        return new Promise<void>((resolve) => {
          held = resolve;
        });
      },
    },
    around: async (name, _payload, run) => {
      if (name !== 'Diagnose' || diagnosed > 0) return run();
      const first = run();
      while (!held) await new Promise(setImmediate);
      // Meanwhile ECS has forgotten its tasks: the second finds less than the first did.
      const { tasks } = world.region.context.state<EcsState>('ECS');
      for (const task of Object.keys(tasks)) delete tasks[task];
      answers.push(await run());
      held();
      answers.push(await first);
      return answers[1];
    },
  });

  const operation = await world.ended(await world.put('hello', crashing));

  const { code, sentence } = operation.diagnosis ?? {};
  expect(code).toBe('DEPLOYMENT_CIRCUIT_BREAKER');
  expect(answers).toEqual([{ code }, { code }]);
  expect(operation.timeline.filter(({ text }) => text === sentence)).toHaveLength(1);
  expect(operation.timeline.filter(({ text }) => /exits right after/.test(text))).toEqual([]);
});

it('a cancel that comes before the end is the end that is told', async () => {
  let cancelled = 0;
  const world: TestWorld = await givenWorld({
    hook: {
      before: async (call) => {
        if (cancelled > 0 || !writes(call, /"OPERATION#SUCCEEDED"/)) return;
        cancelled = (await world.request('POST', `/operations/${id}/cancel`, { reason: 'no' })).status;
      },
    },
  });
  const id = await world.put('hello', demoSpec);

  const operation = await world.ended(id);
  await world.passes(2);

  expect(cancelled).toBe(202);
  const { timeline, status } = await world.operation(operation.id);
  expect(status).toBe('CANCELLED');
  expect(timeline.map(({ text }) => text).filter((text) => /^[A-Z]+$/.test(text))).toEqual(['CANCELLED']);
});

it('a death between the end and the word of it loses no word', async () => {
  let ended = false;
  let died = false;
  const world: TestWorld = await givenWorld({
    hook: {
      before: (call) => {
        if (ended && !died) {
          died = true;
          throw Object.assign(new Error('exited'), { name: 'Runtime.ExitError' });
        }
        if (writes(call, /"OPERATION#SUCCEEDED"/)) ended = true;
      },
    },
  });

  const { id } = await world.ended(await world.put('hello', demoSpec));
  await world.passes(5);

  expect(died).toBe(true);
  expect((await world.operation(id)).timeline.map(({ text }) => text)).toContain('SUCCEEDED');
});

it('of two revisions of one request the one that has the lock is made, or nothing', async () => {
  const world = await givenWorld();
  await world.ended(await world.put('hello', demoSpec));
  const { revisions } = makeTable(embeddedConnect(world.region, world.dynamo), world.settings.TABLE ?? '');
  const patched = await world.request<{ operation: string }>(
    'PATCH',
    '/environments/hello',
    { services: { stock: { desiredCount: 2 } } },
    { 'content-type': 'application/merge-patch+json', 'idempotency-key': 'twice' },
  );
  const revision = await revisions.get('hello', patched.body.operation);
  if (!revision) throw new Error('there is no such revision');
  // Its twin has judged the same patch on another spec, and writes last.
  const spec = { ...revision.spec, tags: { twin: 'yes' } };
  expect(await revisions.save({ ...revision, spec, effective: complete(spec) })).toBe(true);

  const operation = await world.ended(patched.body.operation);

  expect(operation).toMatchObject({ status: 'FAILED', attempts: [], causes: [{ phase: 'PLAN', name: 'PlanRefused' }] });
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1, spec: demoSpec });
});
