import { zipSync } from 'fflate';
import { leaves } from '../../blueprint/leaves.ts';
import { render } from '../../blueprint/render.ts';
import type { ControlPlane } from '../../blueprint/render-input.ts';
import type { RenderedStack, Template } from '../../blueprint/rendered.ts';
import { union } from '../../blueprint/union.ts';
import type { Bucket } from '../../cloud/bucket.ts';
import type { Network } from '../../cloud/network.ts';
import type { Table } from '../../cloud/table.ts';
import type { Templates } from '../../cloud/templates.ts';
import { Fenced, PlanRefused } from '../../domain/errors.ts';
import { canonicalJson, sha256 } from '../../domain/hash.ts';
import type { ImageJob } from '../../domain/image/image-job.ts';
import { imageJobs } from '../../domain/image/image-jobs.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { mustBeDeleted } from '../../domain/operation/must-be-deleted.ts';
import type { ContractedStack, Operation, Plan, PlannedImage, PlannedStack } from '../../domain/operation/operation.ts';
import { type StackKind, stackKinds } from '../../domain/operation/stack-kind.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';

interface PlanDeps {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly network: Network;
  readonly templates: Templates;
  readonly controlPlane: ControlPlane;
  readonly now: () => number;
}
/** CloudFormation's limit for a template from S3, 1 MB, read the strict way. */
const mostTemplateBytes = 1_000_000;

type Summary = { readonly images: readonly string[]; readonly contracts: readonly StackKind[] };

/**
 * The first step: from the revision to templates, build contexts and a list of what is to be done. Everything it writes is
 * content-addressed or conditional, and a plan once written is the plan: entering again returns it.
 */
export function makePlanOperation(deps: PlanDeps) {
  return async ({ operationId }: { readonly operationId: string }): Promise<Summary> => {
    const { table, now } = deps;
    await table.operations.move(operationId, 'RUNNING', { startedAt: new Date(now()).toISOString() });
    const operation = await table.operations.get(operationId);
    if (operation?.status !== 'RUNNING') throw new Fenced(`the operation is ${operation?.status ?? 'unknown'}`);
    try {
      const plan = operation.plan ?? (await makePlan(operation, deps));
      return { images: plan.images.map((image) => image.key), contracts: plan.contract.map((one) => one.stack) };
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

async function makePlan(operation: Operation, deps: PlanDeps): Promise<Plan> {
  const { table, controlPlane } = deps;
  const environment = await table.environments.get(operation.environment);
  const revision = await table.revisions.get(operation.environment, operation.id);
  if (!environment || !revision) throw new Error(`the record of ${operation.environment} has no revision of ${operation.id}`);
  const spec = revision.effective;
  const zoneIds = await zonesOf(environment, spec, deps);
  const images = imageJobs(spec);
  const rendered = render({
    environment: operation.environment,
    revision: operation.revision,
    spec,
    images,
    zoneIds,
    controlPlane,
  });

  const stacks: Partial<Record<StackKind, PlannedStack>> = {};
  const contract: ContractedStack[] = [];
  for (const kind of stackKinds) {
    const wanted = rendered[kind];
    const before = await whatRuns(operation, environment, kind, deps);
    const running = before?.template;
    // The services stack holds nothing another stack still needs, so it moves at once; the others expand first.
    const leaving = kind === 'services' || !running ? [] : wanted ? leaves(running, wanted.template) : ['*'];
    if (wanted)
      stacks[kind] = await store(operation, kind, leaving.length > 0 && before ? expanded(before, wanted) : wanted, deps);
    if (leaving.length > 0)
      contract.push(
        wanted ? { stack: kind, remove: false, ...(await store(operation, kind, wanted, deps)) } : { stack: kind, remove: true },
      );
  }
  const plan: Plan = {
    stacks,
    contract,
    images: await Promise.all(images.map((job) => plannedImage(operation, job, spec, deps))),
    services: Object.entries(spec.services).map(([name, service]) => {
      const job = images.find((one) => one.services.includes(name));
      const image = job ? { job: job.key } : { reference: 'reference' in service.source ? service.source.reference : '' };
      const { desiredCount, architecture, exec } = service;
      return { name, desiredCount, architecture, image, exec, logs: service.logs.retentionDays > 0 };
    }),
  };
  if (!(await table.operations.savePlan(operation.id, plan))) throw new Fenced('the operation left RUNNING while it was planned');
  return plan;
}

/** What runs and what is wanted, together; the values of parameters only the running template has come along. */
function expanded(before: RenderedStack, wanted: RenderedStack): RenderedStack {
  const parameters = { ...before.parameters, ...wanted.parameters };
  const template = union(before.template, wanted.template);
  const declared = Object.entries(parameters).filter(([name]) => template.Parameters?.[name] !== undefined);
  return { template, parameters: Object.fromEntries(declared) };
}

/** Chosen once: a list that AWS may order differently next year must never decide where a subnet lies. */
async function zonesOf(environment: Environment, spec: EffectiveSpec, { table, network }: PlanDeps): Promise<readonly string[]> {
  const zoneIds =
    environment.zoneIds ?? (await table.environments.chooseZones(environment.name, (await zonesForAll(network)).slice(0, 4)));
  if (zoneIds.length < spec.network.zones)
    throw new PlanRefused(`the region offers ${zoneIds.length} availability zones, the spec asks for ${spec.network.zones}`);
  return zoneIds;
}

/** use1-az3 has no Fargate on ARM64 (ecs-arm64.html); an environment may get an ARM64 service any day of its life. */
const zonesForAll = async (network: Network) => (await network.zoneIds([])).filter((zoneId) => zoneId !== 'use1-az3');

/** The record's word for it; a repair asks CloudFormation, because they may have come to differ. */
async function whatRuns(
  operation: Operation,
  environment: Environment,
  kind: StackKind,
  { bucket, templates }: PlanDeps,
): Promise<RenderedStack | undefined> {
  if (operation.kind === 'REPAIR') {
    const running = await templates.running(stackName(environment.name, kind));
    // What has to be deleted first will not be there to expand.
    if (!running || mustBeDeleted(running.status)) return undefined;
    return { template: JSON.parse(running.body) as Template, parameters: running.parameters };
  }
  const applied = environment.serving?.stacks[kind];
  if (!applied) return undefined;
  return { template: JSON.parse(await bucket.text(applied.templateKey)) as Template, parameters: applied.parameters };
}

async function store(
  operation: Operation,
  kind: StackKind,
  { template, parameters }: RenderedStack,
  { bucket }: PlanDeps,
): Promise<PlannedStack> {
  const text = canonicalJson(template);
  // Findings refuse what would come to this; a template CloudFormation refuses is better refused by us, before anything is made.
  if (Buffer.byteLength(text) > mostTemplateBytes)
    throw new PlanRefused(
      `the template of ${kind} has ${Buffer.byteLength(text)} bytes; CloudFormation takes ${mostTemplateBytes}`,
    );
  const templateHash = sha256(text);
  const templateKey = `templates/${operation.environment}/${kind}-${templateHash.slice(0, 32)}.json`;
  await bucket.put(templateKey, text, 'application/json');
  const late = Object.keys(template.Parameters ?? {}).filter((name) => parameters[name] === undefined);
  return { templateKey, templateHash, parameters, late };
}

async function plannedImage(
  operation: Operation,
  job: ImageJob,
  spec: EffectiveSpec,
  { bucket }: PlanDeps,
): Promise<PlannedImage> {
  const { key, repository, architecture, sourceHash, services, source } = job;
  const common = {
    key,
    repository,
    architecture,
    sourceHash,
    services,
    ...(spec.dockerHubSecret ? { dockerHubSecret: spec.dockerHubSecret } : {}),
  };
  if (source.kind === 'mirror') return { ...common, source };
  const { files, dockerfile } = source.build;
  // A fixed time in every entry: the same files are the same zip, and so the same key. 1980 is where zip's time begins.
  const zip = zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, [new TextEncoder().encode(text), { mtime: '1980-01-01T12:00:00' }]]),
    ),
  );
  const contextKey = `contexts/${operation.environment}/${sha256(zip)}.zip`;
  await bucket.put(contextKey, zip, 'application/zip');
  return { ...common, source: { kind: 'build', name: source.name, contextKey, dockerfile } };
}
