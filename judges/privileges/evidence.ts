import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { check } from '../../domain/spec/check.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { anySpec } from '../../test/domain/spec/any-spec.ts';
import type { TestWorld } from '../../test/support/world.ts';
import type { Run } from '../judge-of.ts';
import { scenarios } from '../shapes/scenarios.ts';
import { controlPlaneTemplate } from '../templates/control-plane-template.ts';
import { changeScenarios } from './change-scenarios.ts';
import { type ControlPlaneRoles, controlPlaneRoles } from './control-plane-roles.ts';
import type { Disturbed } from './disturbed.ts';
import { type EnvironmentRoles, environmentRoles } from './environment-roles.ts';
import { offers } from './offers.ts';
import { outsideSpec } from './outside-spec.ts';
import { type Handlers, providerHandlers } from './provider-handlers.ts';
import { readingScenarios } from './reading-scenarios.ts';
import { listenedWorld } from './record-calls.ts';
import { recoveryScenarios } from './recovery-scenarios.ts';
import type { Request } from './request.ts';
import { requestsOf } from './requests-of.ts';
import { stackScenarios } from './stack-scenarios.ts';
import type { Template } from './template.ts';

export interface Recorded extends Request {
  readonly by: string;
  readonly times: number;
}

/** What is judged: every request our functions made, the roles as they are synthesized, and what environments are made of. */
export interface Evidence {
  readonly calls: number;
  readonly recorded: readonly Recorded[];
  readonly settings: Readonly<Record<string, string>>;
  readonly control: ControlPlaneRoles;
  /** Each beside one whose name its own name begins with, or is the beginning of. */
  readonly environments: readonly (readonly [EnvironmentRoles, EnvironmentRoles])[];
  readonly handlersOf: (type: string) => Handlers;
}

const drawn = { small: 3, full: 40 } as const;
const seed = 20261121;

export async function gatherEvidence(run: Run): Promise<Evidence> {
  const handlersOf = await providerHandlers();
  const { calls, recorded, settings } = await playAll(run);
  const control = controlPlaneRoles(controlPlaneTemplate({ 'moorage:offers': JSON.stringify(offers) }) as Template, settings);
  const around = { bucket: settings.BUCKET ?? '', boundary: control.boundary };
  const environments = [
    // Each names its own things of others.
    ['shop', 'shop-two'].map((name) => [name, outsideSpec(name)] as const),
    ...specs(drawn[run.size]).map((spec) => [['shop', spec] as const, ['shop-two', spec] as const]),
  ].map(
    ([[first, one] = ['', {}], [second, two] = ['', {}]]) =>
      [environmentRoles(first, one, around), environmentRoles(second, two, around)] as const,
  );
  return { calls, recorded, settings, control, environments, handlersOf };
}

async function playAll(run: Run): Promise<Pick<Evidence, 'calls' | 'recorded' | 'settings'>> {
  const heard = new Map<string, Recorded>();
  let calls = 0;
  let settings: Readonly<Record<string, string>> = {};
  const others = scenarios.filter(({ what, small }) => run.size === 'full' || small || what === 'no event');
  const all: readonly Disturbed[] = [...others, ...readingScenarios, ...changeScenarios, ...recoveryScenarios, ...stackScenarios];
  for (const { what, knobs = {}, play, disturb } of all) {
    const disturbance = disturb?.();
    const world: TestWorld = await listenedWorld((by, call) => {
      calls += 1;
      for (const request of requestsOf(call)) {
        const key = JSON.stringify([by, request]);
        heard.set(key, { by, ...request, times: (heard.get(key)?.times ?? 0) + 1 });
      }
      disturbance?.(by, call, world);
    });
    settings = world.settings;
    for (const [name, value] of Object.entries(knobs)) world.region.setKnob(name, value);
    const before = calls;
    await play(world);
    run.say(`${what}: ${calls - before} calls`);
  }
  return { calls, recorded: [...heard.values()], settings };
}

function specs(count: number): Spec[] {
  const folder = new URL('../../examples/', import.meta.url);
  const examples = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file): Spec => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  const refused = (spec: Spec) => check(spec).some(({ severity }) => severity === 'refusal');
  return [...examples, ...fc.sample(anySpec, { seed, numRuns: count })].filter((spec) => !refused(spec));
}
