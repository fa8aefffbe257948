import type { OperationView } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { Run } from '../judge-of.ts';
import { compareWithSpec } from './held/compare-with-spec.ts';
import { compareWithTemplates } from './held/compare-with-templates.ts';
import { released } from './released.ts';
import type { World } from './start-world.ts';

export interface Lived {
  readonly cases: number;
  readonly failures: readonly string[];
  /** What moto does not hold of what the templates say. */
  readonly lost: readonly string[];
}

/** One environment's life: created, changed, deleted; what moto holds is compared with the templates and with the spec in between. */
export async function liveThrough(world: World, environment: string, spec: Spec, run: Run): Promise<Lived> {
  let cases = 0;
  const failures: string[] = [];
  const lost = new Set<string>();
  const path = `/environments/${environment}`;
  for (const [about, wanted] of [
    ['create', spec],
    ['update', changed(spec)],
  ] as const) {
    const ended = await operationOf(world, 'PUT', path, wanted);
    cases += 1;
    run.say(`${environment}: ${about} ${ended.status === 'SUCCEEDED' ? ended.status : told(ended)}`);
    if (ended.status !== 'SUCCEEDED') return { cases, failures: [...failures, `${about} ended ${told(ended)}`], lost: [...lost] };
    const status = await released(world, path);
    if (status !== 'AVAILABLE') failures.push(`after the ${about} it is ${status}`);
    const held = await compareWithTemplates(world.moto, environment);
    const seen = await compareWithSpec(world.moto, environment, wanted, spec);
    cases += held.properties + seen.checks;
    failures.push(...[...held.differences, ...seen.differences].map((difference) => `after the ${about}: ${difference}`));
    for (const property of held.lost) lost.add(property);
  }
  const ended = await operationOf(world, 'DELETE', path);
  cases += 1;
  run.say(`${environment}: delete ${ended.status}`);
  if (ended.status !== 'SUCCEEDED') failures.push(`delete ended ${told(ended)}`);
  const gone = await released(world, path);
  if (gone !== '404') failures.push(`after the delete it is answered ${gone}`);
  return { cases, failures, lost: [...lost] };
}

/** Milliseconds for each of the three: nothing takes longer in moto than a few looks. */
const longest = 90_000;

/** Opens an operation and waits for its end. */
export async function operationOf(world: World, method: string, path: string, body?: object): Promise<OperationView> {
  const accepted = await world.request(method, path, body);
  const { operation } = accepted.body as { operation?: string };
  if (accepted.status !== 202)
    throw new Error(`${method} ${path} was answered ${accepted.status}: ${JSON.stringify(accepted.body)}`);
  const limit = Date.now() + longest;
  for (;;) {
    const view = (await world.request('GET', `/operations/${operation}`)).body as OperationView;
    if (/^(SUCCEEDED|FAILED|CANCELLED)$/.test(view.status) || Date.now() > limit) return view;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Another revision of any spec: its first service gets a variable, its last goes if there is more than one; without any a tag comes. */
function changed(spec: Spec): Spec {
  if (!spec.services) return { ...spec, tags: { ...spec.tags, changed: 'yes' } };
  const services = Object.entries(spec.services).map(([name, service], index) => [
    name,
    index === 0 ? { ...service, variables: { ...service.variables, CHANGED: 'yes' } } : service,
  ]);
  const kept = Object.fromEntries(services.slice(0, Math.max(1, services.length - 1))) as NonNullable<Spec['services']>;
  const used = new Set(Object.entries(kept).map(([name, { image, build }]) => (image === undefined ? (build ?? name) : '')));
  const builds = Object.entries(spec.builds ?? {}).filter(([name]) => used.has(name));
  return { ...spec, services: kept, builds: Object.fromEntries(builds) };
}

const told = ({ status, causes }: OperationView) =>
  `${status}: ${causes?.map((cause) => `${cause.phase} ${cause.message}`).join('; ') || 'no cause was given'}`;
