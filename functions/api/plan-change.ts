import { consequences } from '../../blueprint/consequences.ts';
import type { RenderInput } from '../../blueprint/render-input.ts';
import type { Rendered, RenderedStack } from '../../blueprint/rendered.ts';
import { templateText } from '../../blueprint/template-text.ts';
import { type Transition, transition } from '../../blueprint/transition.ts';
import { blueprintVersion } from '../../domain/blueprint-version.ts';
import { monthlyCost } from '../../domain/cost/monthly-cost.ts';
import { PlanRefused } from '../../domain/errors.ts';
import { sha256 } from '../../domain/hash.ts';
import { cloneUrl } from '../../domain/image/clone-url.ts';
import type { ImageJob } from '../../domain/image/image-job.ts';
import { imageJobs } from '../../domain/image/image-jobs.ts';
import { compileNetwork } from '../../domain/network/compile-network.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { imagesTaken } from '../../domain/operation/images-taken.ts';
import { outcomeHash } from '../../domain/operation/outcome-hash.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import type { StackKind } from '../../domain/operation/stack-kind.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';
import type { ImageChange, Plan } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { checkRoom } from '../steps/check-room.ts';
import { choosePlaces } from '../steps/choose-places.ts';
import { keptRepositories } from '../steps/kept-repositories.ts';
import { restartOf } from '../steps/restart-of.ts';
import { servedStacks } from '../steps/served-stacks.ts';
import { planHashOf } from './plan-hash-of.ts';
import type { PlansDeps } from './plans-deps.ts';

type Planned = Required<
  Pick<
    Plan,
    | 'planHash'
    | 'outcomeHash'
    | 'blueprintVersion'
    | 'images'
    | 'stacks'
    | 'services'
    | 'interruptions'
    | 'network'
    | 'monthlyCost'
  >
>;

/**
 * What the first step of the operation would decide, and what would come of it; or why that step would refuse. `occupied`: what
 * is being made or removed under this name takes its room for now, and has given it back when it is this one's turn.
 */
export async function planChange(
  name: string,
  sent: Spec,
  environment: Environment | undefined,
  serving: Revision | undefined,
  occupied: boolean,
  deps: PlansDeps,
): Promise<Planned | { readonly refused: string }> {
  const spec = complete(sent, deps.deployment);
  const images = imageJobs(spec);
  try {
    const places = await choosePlaces(environment ?? { name }, spec, { ...deps, table: { environments: { choose } } });
    checkClones(spec);
    const revision = (environment?.lastRevision ?? 0) + 1;
    const running = await servedStacks(environment?.serving, deps.bucket);
    const standing = new Set(Object.keys(running.foundation?.template.Resources ?? {}));
    if (!occupied) await checkRoom(spec, serving?.effective, standing, places.zoneIds, deps.quotas);
    const wanted = { kind: 'UPDATE', effective: spec, blueprintVersion } as const;
    const input: RenderInput = {
      environment: name,
      revision,
      spec,
      images,
      keptRepositories: await keptRepositories(wanted, environment, running, deps),
      ...places,
      ...restartOf(environment?.serving),
      controlPlane: deps.controlPlane,
    };
    const way = transition(input, running, serving?.effective);
    const served = environment?.serving;
    const operation = serving && (await deps.table.operations.get(serving.operation));
    const made = new Set(Object.keys(serving && served ? imagesTaken(served, serving.effective, operation) : {}));
    const before = serving && { stacks: running, spec: serving.effective, made };
    const { stacks, services, interruptions } = consequences(before, { stacks: way.wanted, spec });
    return {
      planHash: await planHashOf(name, sent, { environment, revision: serving }, deps),
      outcomeHash: hashOf(way, images),
      blueprintVersion: {
        planned: blueprintVersion,
        ...(environment?.serving && { serving: environment.serving.blueprintVersion }),
      },
      images: images.map((job) => imageChange(job, made)),
      stacks: [...stacks],
      services: [...services],
      interruptions: [...interruptions],
      network: compileNetwork(spec).elements.map(({ id, kind, why, reason }) => ({ id, kind, why, reason })),
      monthlyCost: { after: monthlyCost(spec), ...(serving && { before: monthlyCost(serving.effective) }) },
    };
  } catch (error) {
    if (error instanceof PlanRefused) return { refused: error.message };
    throw error;
  }
}

/** Chooses as the operation would, and keeps nothing of it. */
const choose = async <T>(_name: string, _what: string, choice: T): Promise<T> => choice;

function checkClones({ builds }: EffectiveSpec): void {
  for (const [name, { source }] of Object.entries(builds)) {
    if (source.kind !== 'git') continue;
    const clone = cloneUrl(source);
    if ('refused' in clone) throw new PlanRefused(`the build ${name}: ${clone.refused}`);
  }
}

function hashOf({ wanted, first, contract }: Transition, images: readonly ImageJob[]): string {
  const hashed = (kind: StackKind, rendered: RenderedStack | undefined) =>
    rendered && { templateHash: sha256(templateText(kind, rendered.template)), parameters: rendered.parameters };
  const of = (stacks: Rendered, kind: StackKind) => hashed(kind, stacks[kind]);
  return outcomeHash({
    stacks: Object.fromEntries(Object.entries(first).map(([kind, one]) => [kind, hashed(kind as StackKind, one)])),
    contract: contract.map(({ stack, remove }) => {
      const last = of(wanted, stack);
      return remove || !last ? { stack, remove: true } : { stack, remove: false, ...last };
    }),
    images,
  });
}

function imageChange({ key, architecture, source, sourceHash, uses }: ImageJob, made: ReadonlySet<string>): ImageChange {
  return {
    key,
    architecture,
    becomes: made.has(sourceHash) ? 'kept' : source.kind === 'build' ? 'built' : 'copied',
    for: uses.map(({ service, sidecar }) => (sidecar === undefined ? service : `${service}/${sidecar}`)),
  };
}
