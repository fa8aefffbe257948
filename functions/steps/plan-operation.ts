import type { ControlPlane } from '../../blueprint/render-input.ts';
import type { Rendered, RenderedStack, Template } from '../../blueprint/rendered.ts';
import { templateText } from '../../blueprint/template-text.ts';
import { transition } from '../../blueprint/transition.ts';
import type { Bucket } from '../../cloud/bucket.ts';
import type { Bus } from '../../cloud/bus.ts';
import type { Images } from '../../cloud/images.ts';
import type { MachineImages } from '../../cloud/machine-images.ts';
import type { Network } from '../../cloud/network.ts';
import type { Quotas } from '../../cloud/quotas.ts';
import type { Table } from '../../cloud/table.ts';
import type { Templates } from '../../cloud/templates.ts';
import { Fenced, PlanRefused } from '../../domain/errors.ts';
import { operationStarted } from '../../domain/events/operation-started.ts';
import { canonicalJson, sha256 } from '../../domain/hash.ts';
import type { ImageJob } from '../../domain/image/image-job.ts';
import { imageJobs } from '../../domain/image/image-jobs.ts';
import { isNameOutput } from '../../domain/network/is-name-output.ts';
import { builtBy } from '../../domain/operation/built-by.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { imagesTaken } from '../../domain/operation/images-taken.ts';
import { mustBeDeleted } from '../../domain/operation/must-be-deleted.ts';
import type { ContractedStack, MadeImage, Operation, Plan, PlannedStack } from '../../domain/operation/operation.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import type { Serving } from '../../domain/operation/serving.ts';
import { type StackKind, stackKinds } from '../../domain/operation/stack-kind.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
import { tellProgress } from '../events/tell-progress.ts';
import { checkRoom } from './check-room.ts';
import { choosePlaces } from './choose-places.ts';
import { heldImages } from './held-images.ts';
import { keepRecord } from './keep-record.ts';
import { keptRepositories } from './kept-repositories.ts';
import { planImage } from './plan-image.ts';
import { plannedServices } from './planned-services.ts';
import { restartOf } from './restart-of.ts';
import { servedStacks } from './served-stacks.ts';
import { tellConsequences } from './tell-consequences.ts';

interface PlanDeps {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly network: Network;
  readonly machineImages: MachineImages;
  readonly quotas: Quotas;
  readonly templates: Templates;
  readonly images: Images;
  readonly controlPlane: ControlPlane;
  readonly bus: Bus;
  readonly now: () => number;
}

type Summary = { readonly images: readonly string[]; readonly contracts: readonly StackKind[] };

/**
 * The first step: from the revision to templates, build contexts and a list of what is to be done. Everything it writes is
 * content-addressed or conditional, and a plan once written is the plan: entering again returns it.
 */
export function makePlanOperation(deps: PlanDeps) {
  return async ({ operationId }: { readonly operationId: string }): Promise<Summary> => {
    const { table, now } = deps;
    const at = new Date(now()).toISOString();
    await table.operations.move(operationId, 'RUNNING', { startedAt: at });
    const operation = await table.operations.get(operationId);
    if (operation?.status !== 'RUNNING') throw new Fenced(`the operation is ${operation?.status ?? 'unknown'}`);
    await tellProgress(operationId, operationStarted(operation, operation.startedAt ?? at), deps);
    try {
      const plan = operation.plan ?? (await makePlan(operation, deps));
      return { images: toBuild(plan), contracts: plan.contract.map((one) => one.stack) };
    } catch (error) {
      if (error instanceof PlanRefused)
        await table.operations.addCause(operationId, {
          name: error.name,
          phase: 'PLAN',
          subject: 'plan',
          message: error.message,
          at: new Date(now()).toISOString(),
        });
      throw error;
    }
  };
}

/** Keys of the images nobody has made yet. */
const toBuild = ({ images }: Plan) => images.filter(({ made }) => made === undefined).map(({ key }) => key);

async function makePlan(operation: Operation, deps: PlanDeps): Promise<Plan> {
  const { table, controlPlane } = deps;
  const environment = await table.environments.get(operation.environment);
  const revision = await table.revisions.get(operation.environment, operation.id);
  if (!environment || !revision) throw new Error(`the record of ${operation.environment} has no revision of ${operation.id}`);
  // The same request, twice at once and judged on two states, has patched two specs; only one of them has the lock.
  if (operation.specHash !== undefined && operation.specHash !== sha256(canonicalJson(revision.spec)))
    throw new PlanRefused('the request came twice at once, and what its twin made of it was written last: send it again');
  const spec = revision.effective;
  const images = imageJobs(spec);
  const { serving } = environment;
  const serves = builtBy(serving && asksFirst(operation) ? await table.operations.get(serving.operation) : undefined);
  const places = await choosePlaces(environment, spec, deps);
  const before = await runningSpec(operation, environment, deps);
  const running = await whatRuns(operation, environment, deps);
  const standing = new Set(Object.keys(running.foundation?.template.Resources ?? {}));
  await checkRoom(spec, before, standing, places.zoneIds, deps.quotas);
  const made = await takenOver(operation, revision, images, { serving, running }, deps);
  const input = {
    environment: operation.environment,
    revision: operation.revision,
    spec,
    images,
    keptRepositories: await keptRepositories({ ...revision, kind: operation.kind }, environment, running, deps),
    ...places,
    ...restartOf(environment.serving, operation.kind === 'RESTART' ? operation.openedAt : undefined),
    controlPlane,
  };
  const way = transition(input, running, before);

  const stacks: Partial<Record<StackKind, PlannedStack>> = {};
  for (const kind of stackKinds) {
    const first = way.first[kind];
    if (first) stacks[kind] = await store(operation, kind, first, deps);
  }
  const contract: ContractedStack[] = [];
  for (const { stack, remove } of way.contract) {
    const last = way.wanted[stack];
    if (remove || !last) contract.push({ stack, remove: true });
    else contract.push({ stack, remove: false, ...(await store(operation, stack, last, deps)) });
  }
  const plan: Plan = {
    stacks,
    contract,
    images: await Promise.all(
      images.map((job) =>
        planImage(operation.environment, job, spec, { made: made[job.sourceHash], serves: serves[job.sourceHash] }, deps.bucket),
      ),
    ),
    services: plannedServices(operation.environment, spec, images),
  };
  const runs = before && { stacks: running, spec: before, made: new Set(Object.keys(made)) };
  await tellConsequences(operation, runs, { stacks: way.wanted, spec }, deps);
  await keepRecord(revision, plan, deps);
  if (await table.operations.savePlan(operation.id, plan)) return plan;
  // Somebody planned it at the same time, or nobody is to go on with it.
  const { plan: first, status } = (await table.operations.get(operation.id)) ?? {};
  if (!first || status !== 'RUNNING') throw new Fenced('the operation left RUNNING while it was planned');
  await keepRecord(revision, first, deps);
  return first;
}

/** Images of the same sources that are there already. What the record names and the registry has no more is told of. */
async function takenOver(
  { id }: Operation,
  { environment: name, imagesOf, imagesBefore }: Revision,
  jobs: readonly ImageJob[],
  { serving, running }: { readonly serving: Serving | undefined; readonly running: Rendered },
  deps: PlanDeps,
): Promise<Readonly<Record<string, MadeImage>>> {
  if (imagesOf === undefined) return {};
  const { operations, revisions } = deps.table;
  const [operation, revision] = await Promise.all([operations.get(imagesOf), revisions.get(name, imagesOf)]);
  const serves = serving?.operation === imagesOf && revision;
  const before = imagesBefore === undefined ? undefined : await operations.get(imagesBefore);
  const made = { ...builtBy(before), ...(serves ? imagesTaken(serving, revision.effective, operation) : builtBy(operation)) };
  // Where the registry is made first there is nothing in it yet.
  const nothing = { held: {}, gone: jobs.filter(({ sourceHash }) => Object.hasOwn(made, sourceHash)).map(({ key }) => key) };
  const { held, gone } = running.registry ? await heldImages(jobs, made, deps) : nothing;
  const at = new Date(deps.now()).toISOString();
  for (const key of gone) {
    const text = `the registry has the image ${key} no more: it is made anew`;
    await deps.table.timeline.tell(id, `plan/image/${key}`, { at, phase: 'PLAN', text });
  }
  return held;
}

/** Who asks for a rebuild by hand wants it made, whatever it is made of: what a RUN fetches, no digest tells. */
const asksFirst = ({ kind, trigger }: Operation) => kind === 'REBUILD' && trigger !== 'request';

/** What the foundation has to carry beside the wanted spec until the services have moved. A repair brings nothing new. */
async function runningSpec(operation: Operation, { name, serving }: Environment, { table }: PlanDeps) {
  if (operation.kind === 'REPAIR' || !serving) return undefined;
  return (await table.revisions.get(name, serving.operation))?.effective;
}

/** The record's word for it; a repair asks CloudFormation, because they may have come to differ. */
async function whatRuns(operation: Operation, environment: Environment, { bucket, templates }: PlanDeps): Promise<Rendered> {
  if (operation.kind !== 'REPAIR') return servedStacks(environment.serving, bucket);
  const stacks: { [kind in StackKind]?: RenderedStack } = {};
  for (const kind of stackKinds) {
    const running = await templates.running(stackName(environment.name, kind));
    // What has to be deleted first will not be there to expand.
    if (running && !mustBeDeleted(running.status))
      stacks[kind] = { template: JSON.parse(running.body) as Template, parameters: running.parameters };
  }
  return stacks;
}

async function store(
  operation: Operation,
  kind: StackKind,
  { template, parameters }: RenderedStack,
  { bucket }: PlanDeps,
): Promise<PlannedStack> {
  const text = templateText(kind, template);
  const templateHash = sha256(text);
  const templateKey = `templates/${operation.environment}/${kind}-${templateHash.slice(0, 32)}.json`;
  await bucket.put(templateKey, text, 'application/json');
  const late = Object.keys(template.Parameters ?? {}).filter((name) => parameters[name] === undefined);
  const names = Object.keys(template.Outputs ?? {}).filter(isNameOutput);
  return { templateKey, templateHash, parameters, ...(names.length > 0 ? { names } : {}), late };
}
