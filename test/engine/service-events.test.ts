import { describe, expect, it } from 'vitest';
import type { Accepted, OperationView } from '../../schemas/gen/api.types.ts';
import type { EventDetails, OperationFailed, OperationSucceeded } from '../../schemas/gen/event.types.ts';
import * as validators from '../../schemas/gen/event-validators.js';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { eventEar, type Heard } from '../support/event-ear.ts';
import { throughDeath } from '../support/mortal-world.ts';
import { sampled } from '../support/sampled.ts';
import { unsettled } from '../support/unsettled.ts';
import { dockerHubSecret, givenWorld, type TestWorld } from '../support/world.ts';

const valid: Readonly<Record<keyof EventDetails, (detail: unknown) => boolean>> = {
  'Operation Started': validators.validateOperationStarted,
  'Operation Phase Completed': validators.validateOperationPhaseCompleted,
  'Operation Succeeded': validators.validateOperationSucceeded,
  'Operation Failed': validators.validateOperationFailed,
  'Operation Cancelled': validators.validateOperationCancelled,
  'Rebuild Skipped': validators.validateRebuildSkipped,
  'Environment Expiring': validators.validateEnvironmentExpiring,
};
const { stock = {} } = demoSpec.services;
const crashing: Spec = {
  ...demoSpec,
  services: { ...demoSpec.services, stock: { ...stock, image: 'acme/crashes:1' } },
};
const more: Spec = { ...demoSpec, services: { ...demoSpec.services, stock: { ...stock, desiredCount: 2 } } };

async function givenEar(around?: Parameters<typeof givenWorld>[0]) {
  const ear = eventEar();
  const world = await givenWorld({ around: ear.around, ...around });
  ear.listen(world);
  /** Of one operation, in order of `at`, each as what it says in a few words; nothing may break its contract. */
  const told = async (operation: string) => {
    await world.passes(3);
    const all = ear.heard.filter(({ detail }) => 'operation' in detail && detail.operation === operation);
    // At least once: a repeat has the same id.
    const own = [...new Map(all.map((one) => [one.detail.id, one])).values()];
    for (const one of own) {
      expect([one['detail-type'], valid[one['detail-type']](one.detail)]).toEqual([one['detail-type'], true]);
      expect(JSON.stringify(one).length).toBeLessThan(64_000);
      expect(one.detail.id.startsWith(`${operation}/`)).toBe(true);
    }
    return [...own].sort((a, b) => (a.detail.at < b.detail.at ? -1 : a.detail.at > b.detail.at ? 1 : 0));
  };
  return { world, heard: ear.heard, told };
}
const words = ({ 'detail-type': type, detail }: Heard) => ('phase' in detail ? detail.phase : type.replace('Operation ', ''));
const lastOf = (events: readonly Heard[]) => events.at(-1)?.detail;
const every = (events: readonly Heard[]) => events.map(words).sort();
const post = async (world: TestWorld, method: string, path: string) =>
  (await world.request<Accepted>(method, path)).body.operation;
/** What is built already is not built again: such an operation has no BUILD. */
const begunIn = (phases: OperationView['phases']) =>
  phases.flatMap(({ phase, startedAt }) => (startedAt && phase !== 'PLAN' && phase !== 'TEARDOWN' ? [phase] : [])).sort();
const forward = ['BUILD', 'FOUNDATION', 'REGISTRY', 'SERVICES', 'STABILITY', 'Started'];

describe('an operation is told once at each of its turns', () => {
  it('a create, an update, a repair and a delete, from their start to their end', { timeout: 60_000 }, async () => {
    const { world, told } = await givenEar();

    const create = await world.put('hello', demoSpec);
    const { startedAt, endedAt } = await world.ended(create);
    const created = await told(create);
    expect(every(created)).toEqual([...forward, 'Succeeded']);
    expect([words(created[0] as Heard), words(created.at(-1) as Heard)]).toEqual(['Started', 'Succeeded']);
    expect([created[0]?.detail.at, lastOf(created)?.at]).toEqual([startedAt, endedAt]);
    expect(lastOf(created)).toMatchObject({
      version: '1',
      id: `${create}/ended`,
      environment: 'hello',
      operation: create,
      kind: 'CREATE',
      revision: 1,
      trigger: 'request',
      actor: 'arn:aws:iam::111122223333:user/ada',
      environmentStatus: 'AVAILABLE',
      seconds: Math.round((Date.parse(endedAt ?? '') - Date.parse(startedAt ?? '')) / 1000),
    });
    const { images } = lastOf(created) as OperationSucceeded;
    const { outputs } = await world.environment('hello');
    expect(images.map(({ service, image, digest }) => [service, image, digest])).toEqual(
      Object.entries(outputs?.services ?? {}).map(([service, { image, digest }]) => [service, image, digest]),
    );
    expect(images.every(({ image, digest }) => digest?.startsWith('sha256:') && image.endsWith(digest))).toBe(true);

    const update = await world.put('hello', more);
    const { phases } = await world.ended(update);
    const updated = await told(update);
    expect(every(updated)).toEqual([...begunIn(phases), 'Started', 'Succeeded']);
    expect(lastOf(updated)).toMatchObject({ kind: 'UPDATE', revision: 2, environmentStatus: 'AVAILABLE' });

    const repair = await post(world, 'POST', '/environments/hello/repair');
    const repaired = await world.ended(repair);
    expect(every(await told(repair))).toEqual([...begunIn(repaired.phases), 'Started', 'Succeeded']);

    const removal = await post(world, 'DELETE', '/environments/hello');
    await world.ended(removal);
    const removed = await told(removal);
    expect(every(removed)).toEqual(['Started', 'Succeeded']);
    expect(lastOf(removed)).toMatchObject({ kind: 'DELETE', environmentStatus: 'GONE', images: [] });
    expect(await unsettled(world)).toEqual([]);
  });

  it('a create that fails, with why and what to do', async () => {
    const { world, told } = await givenEar();
    const id = await world.put('hello', crashing);

    const { diagnosis } = await world.ended(id);

    const events = await told(id);
    expect(every(events)).toEqual(['BUILD', 'FOUNDATION', 'Failed', 'REGISTRY', 'Started']);
    const failed = lastOf(events) as OperationFailed;
    expect(failed).toMatchObject({ environmentStatus: 'FAILED', code: 'CONTAINER_EXITED' });
    expect([failed.sentence, failed.remedy]).toEqual([diagnosis?.sentence, diagnosis?.remedy]);
  });

  it('one that is cancelled, by whom and why', async () => {
    const { world, told } = await givenEar();
    const id = await world.put('hello', demoSpec);
    await world.until(async () => (await world.operation(id)).phases.some((one) => one.phase === 'BUILD' && one.startedAt));

    await world.request('POST', `/operations/${id}/cancel`, { reason: 'key AKIAIOSFODNN7EXAMPLE' });
    await world.ended(id);

    const events = await told(id);
    expect(every(events).filter((one) => !forward.includes(one))).toEqual(['Cancelled']);
    expect(lastOf(events)).toMatchObject({
      environmentStatus: 'FAILED',
      by: 'arn:aws:iam::111122223333:user/ada',
      reason: 'Left out: it looks as if it held an AWS access key.',
    });
  });

  it('no matter whether doorbells are lost, or ring twice and out of order', { timeout: 60_000 }, async () => {
    for (const knobs of [['events.doubled', 'events.shuffled'], ['events.late']]) {
      const { world, heard } = await givenEar();
      for (const knob of knobs) world.region.setKnob(knob, knob === 'events.late' ? 40 : true);
      const id = await world.put('hello', demoSpec);
      await world.ended(id);
      await world.passes(4);
      expect([...new Set(heard.map(({ detail }) => detail.id))].sort()).toEqual(
        ['ended', ...forward.slice(0, 5).map((phase) => `phase/${phase}`), 'started'].map((what) => `${id}/${what}`).sort(),
      );
    }
  });
});

describe('a process that dies at a call of the bus', () => {
  const create = (spec: Spec) => async (world: TestWorld) => {
    const answer = await world.request<Accepted>('PUT', '/environments/hello', spec, { 'idempotency-key': 'once' });
    if (answer.status === 202) await world.ended(answer.body.operation);
    await world.passes(4);
  };
  it.each([
    ['before', demoSpec, 7],
    ['after', demoSpec, 7],
    ['before', crashing, 5],
    ['after', crashing, 5],
  ] as const)('%s it loses no event, and a repeat has the same id', { timeout: 120_000 }, async (moment, spec, calls) => {
    const undisturbed = eventEar();
    const told = await throughDeath(
      { call: 99, of: 'EventBridge.PutEvents', moment },
      create(spec),
      async (w) => undisturbed.listen(w),
      {
        around: undisturbed.around,
      },
    ).catch(() => undefined);
    expect(told).toBeUndefined();
    const wanted = undisturbed.heard.map(({ detail }) => detail.id.replace(/^[^/]+/, '')).sort();
    expect(wanted).toHaveLength(calls);
    for (const call of sampled(
      Array.from({ length: calls }, (_, index) => index + 1),
      4,
    )) {
      const ear = eventEar();
      const { world, at } = await throughDeath(
        { call, of: 'EventBridge.PutEvents', moment },
        create(spec),
        async (mortal) => ear.listen(mortal),
        { around: ear.around },
      );
      expect(at).toBe('EventBridge.PutEvents');
      const ids = ear.heard.map(({ detail }) => detail.id.replace(/^[^/]+/, ''));
      expect([...new Set(ids)].sort()).toEqual(wanted);
      const ended = ear.heard.filter(({ detail }) => detail.id.endsWith('/ended')).map(({ detail }) => JSON.stringify(detail));
      expect(new Set(ended).size).toBe(1);
      expect(await unsettled(world)).toEqual([]);
    }
  });
});

describe('a bus that refuses', () => {
  /** Refuses while it holds, in a way the SDK does not retry: its back-off is real time. */
  const refusing = (holds: (call: SdkCall) => boolean) => ({
    hook: {
      before(call: SdkCall) {
        if (call.operation === 'PutEvents' && holds(call))
          throw Object.assign(new Error('not now: correct horse'), { name: 'AccessDeniedException' });
      },
    },
  });

  it('for ten minutes keeps no operation from ending, and the timelines say who was not told', { timeout: 60_000 }, async () => {
    let now = () => 0;
    const { world, heard, told } = await givenEar(refusing(() => now() < Date.UTC(2026, 10, 1) + 10 * 60_000));
    now = world.region.context.now;

    const first = await world.put('hello', { ...demoSpec, services: { stock: { ...stock, image: 'nginx:no-such-tag' } } });
    const second = await world.put('other', demoSpec);
    const { endedAt = '', timeline } = await world.ended(first);
    await world.until(async () => (await world.environment('hello')).status === 'FAILED', 3);
    const heldFor = (now() - Date.parse(endedAt)) / 1000;
    const operation = await world.ended(second);

    expect(heldFor).toBeGreaterThan(55);
    expect(heldFor).toBeLessThan(100);
    expect(now()).toBeLessThan(Date.UTC(2026, 10, 1) + 10 * 60_000);
    expect(operation.status).toBe('SUCCEEDED');
    await world.passes(3);
    expect(heard).toEqual([]);
    const after = (await world.operation(first)).timeline.map(({ text }) => text);
    expect(timeline.map(({ text }) => text)).toContain(
      'the bus did not take “Operation Started” (AccessDeniedException); nobody was told',
    );
    expect(after).toContain('the bus did not take “Operation Failed” (AccessDeniedException); nobody was told');
    expect(after.join('\n')).not.toContain('correct horse');

    await world.passes(10);
    const third = await post(world, 'DELETE', '/environments/other');
    await world.ended(third);
    expect(every(await told(third))).toEqual(['Started', 'Succeeded']);
    expect(await unsettled(world)).toEqual([]);
  });

  it('keeps the watchman from nothing, when the execution that would tell was aborted', async () => {
    const { world, told } = await givenEar(refusing(({ input }) => JSON.stringify(input).includes('/ended')));
    const id = await world.put('hello', demoSpec);
    await world.ended(id);

    const { executions } = world.region.call('SFN', 'ListExecutions', {
      stateMachineArn: world.settings.DEPLOY_MACHINE ?? '',
      statusFilter: 'RUNNING',
    }) as { executions: { executionArn: string }[] };
    for (const { executionArn } of executions) world.region.call('SFN', 'StopExecution', { executionArn });
    await world.until(async () => (await world.environment('hello')).status === 'AVAILABLE', 4);

    expect(executions).toHaveLength(1);
    expect(every(await told(id))).toEqual(forward);
    const untold = (await world.operation(id)).timeline.filter(({ text }) => text.includes('nobody was told'));
    expect(untold.map(({ text }) => text)).toEqual([
      'the bus did not take “Operation Succeeded” (AccessDeniedException); nobody was told',
    ]);
    expect(await unsettled(world)).toEqual([]);
  });

  it('for half a minute is asked again, and what the operation came to is told', async () => {
    let first = 0;
    let now = () => 0;
    const ended = ({ input }: SdkCall) => JSON.stringify(input).includes('/ended');
    const { world, told } = await givenEar(
      refusing((call) => {
        if (!ended(call)) return false;
        first ||= now();
        return now() < first + 30_000;
      }),
    );
    now = world.region.context.now;
    const id = await world.put('hello', demoSpec);
    await world.ended(id);

    const events = await told(id);

    expect(every(events)).toEqual([...forward, 'Succeeded']);
    expect((await world.operation(id)).timeline.some(({ text }) => text.includes('nobody was told'))).toBe(false);
    expect(await unsettled(world)).toEqual([]);
  });
});

describe('no event', () => {
  const { custom = {} } = demoSpec.services;
  const failures: readonly (readonly [string, Spec])[] = [
    [
      'of a create',
      { ...demoSpec, services: { ...demoSpec.services, custom: { ...custom, variables: { COLOUR: 'ultramarine' } } } },
    ],
    ['of an image that does not exist', { ...demoSpec, services: { stock: { ...stock, image: 'nginx:no-such-tag' } } }],
    [
      'of a container that ends',
      { ...crashing, services: { stock: { image: 'acme/crashes:1', variables: { COLOUR: 'ultramarine' } } } },
    ],
    [
      'of a Dockerfile nobody can read',
      { builds: { web: { files: { Dockerfile: 'FORM ultramarine' } } }, services: { web: {} } },
    ],
    ['of a plan that is refused', { network: { zones: 3 }, services: { web: { image: 'nginx:1.27', desiredCount: 0 } } }],
  ];
  it.each(failures)('%s holds a secret, a token, a variable or a line of a log', async (_what, spec) => {
    const tokens = new Set<string>();
    const ear = eventEar();
    const world = await givenWorld({
      around: (name, payload, run) => {
        const { token } = (payload ?? {}) as { token?: string };
        if (token) tokens.add(token);
        return ear.around(name, payload, run);
      },
    });
    ear.listen(world);

    const operation = await world.ended(await world.put('hello', { dockerHubSecret, ...spec }));
    await world.passes(3);

    const all = JSON.stringify(ear.heard);
    expect(all).toContain(`"${operation.status === 'FAILED' ? 'Operation Failed' : 'Operation Succeeded'}"`);
    for (const token of tokens) expect(all).not.toContain(token);
    for (const line of operation.diagnosis?.evidence ?? []) expect(all).not.toContain(JSON.stringify(line));
    expect(all).not.toMatch(
      /correct horse|staple|swordfish|ultramarine|\.ts:\d+|\bat \w+ \(|ClientRequestToken|ResponseURL|"token"|dockerhub-Ab12Cd/,
    );
  });
});
