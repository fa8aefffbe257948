/**
 * Every function and machine, as plain data (what rings them is in event-rules.ts, the routes are in routes.ts): infra/
 * deploys it, local/ runs it, and nobody declares any of it a second time. This file may import nothing.
 */

/** What a function may touch. Each is one file in cloud/, one maker in container.ts and one row in infra/grants.ts. */
export type Capability =
  | 'table'
  | 'stacks'
  | 'templates'
  | 'builds'
  | 'images'
  | 'services'
  | 'network'
  | 'machineImages'
  | 'quotas'
  | 'offers'
  | 'names'
  | 'workflow'
  | 'bucket'
  | 'uploads'
  | 'logs'
  | 'bus'
  | 'parents'
  | 'responses';

/** The environment variables a capability is configured by. */
export const environmentOf = {
  table: ['TABLE'],
  stacks: ['STACK_ROLE_ARN', 'BUCKET'],
  templates: [],
  builds: ['BUILDER_X86_64', 'BUILDER_ARM64', 'BUCKET'],
  images: [],
  services: [],
  network: [],
  machineImages: [],
  quotas: ['ACCOUNT'],
  offers: [],
  names: [],
  workflow: ['DEPLOY_MACHINE', 'TEARDOWN_MACHINE'],
  bucket: ['BUCKET'],
  uploads: ['BUCKET'],
  logs: [],
  bus: ['BUS'],
  parents: [],
  responses: [],
} as const satisfies Record<Capability, readonly string[]>;

export interface FunctionEntry {
  /** Module with the exports `bind` (over a world) and `handler` (what Lambda calls). */
  readonly entry: string;
  readonly uses: readonly Capability[];
  /** Extra environment variables, beside those of the capabilities. */
  readonly env?: readonly string[];
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly does: string;
}

export const functions = {
  Api: {
    entry: 'functions/api.ts',
    uses: ['table', 'workflow', 'offers', 'parents'],
    env: ['DOCKER_HUB_SECRET', 'STAGE', 'ACCOUNT', 'OFFERS', 'ADMINS'],
    memoryMb: 512,
    timeoutSeconds: 25,
    does: 'answers HTTP',
  },
  Provider: {
    entry: 'functions/provider.ts',
    uses: ['table', 'workflow', 'offers', 'parents', 'responses'],
    env: ['DOCKER_HUB_SECRET', 'ACCOUNT', 'OFFERS', 'ADMINS', 'API_URL'],
    memoryMb: 512,
    timeoutSeconds: 50,
    does: 'answers CloudFormation',
  },
  Observer: {
    entry: 'functions/observer.ts',
    uses: ['table', 'stacks', 'builds', 'services', 'logs'],
    memoryMb: 512,
    timeoutSeconds: 25,
    does: 'answers what is asked of AWS about an environment: health, logs',
  },
  Uploader: {
    entry: 'functions/uploader.ts',
    uses: ['uploads'],
    // Empty but in the embedded service, whose S3 is at an address of its own.
    env: ['UPLOADS_ENDPOINT'],
    memoryMb: 256,
    timeoutSeconds: 14,
    does: 'signs the addresses sources are uploaded to',
  },
  Restorer: {
    entry: 'functions/restorer.ts',
    uses: ['table', 'bucket', 'templates', 'images'],
    memoryMb: 512,
    timeoutSeconds: 25,
    does: 'writes the record again from the stacks that stand, after the table was lost',
  },
  Plans: {
    entry: 'functions/plans.ts',
    uses: ['table', 'bucket', 'network', 'machineImages', 'quotas', 'offers', 'parents'],
    env: ['BUILDER_ARNS', 'BOUNDARY_ARN', 'DOCKER_HUB_SECRET', 'OFFERS', 'ADMINS'],
    memoryMb: 1024,
    timeoutSeconds: 25,
    does: 'says what a spec would bring about, and writes nothing',
  },
  Planner: {
    entry: 'functions/planner.ts',
    uses: ['table', 'bucket', 'network', 'machineImages', 'quotas', 'templates', 'images', 'bus'],
    env: ['BUILDER_ARNS', 'BOUNDARY_ARN'],
    memoryMb: 1024,
    timeoutSeconds: 50,
    does: 'renders the templates and writes the plan',
  },
  EnsureStack: {
    entry: 'functions/ensure-stack.ts',
    uses: ['table', 'stacks', 'services', 'names', 'workflow', 'bus'],
    memoryMb: 256,
    timeoutSeconds: 14,
    does: 'brings one stack where the plan wants it',
  },
  EnsureImage: {
    entry: 'functions/ensure-image.ts',
    uses: ['table', 'stacks', 'builds', 'images', 'workflow', 'bus'],
    memoryMb: 256,
    timeoutSeconds: 14,
    does: 'brings one image into the registry',
  },
  EnsureDeployment: {
    entry: 'functions/ensure-deployment.ts',
    uses: ['table', 'stacks', 'services', 'workflow', 'bus'],
    memoryMb: 256,
    timeoutSeconds: 14,
    does: 'waits until the services really are what was asked for',
  },
  Wake: {
    entry: 'functions/wake.ts',
    uses: ['table', 'stacks', 'builds', 'images', 'services', 'names', 'workflow', 'bus'],
    memoryMb: 256,
    timeoutSeconds: 25,
    does: 'looks again when an event rings, and answers the waiting step',
  },
  Fence: {
    entry: 'functions/fence.ts',
    uses: ['table', 'workflow', 'bus'],
    memoryMb: 256,
    timeoutSeconds: 14,
    does: 'ends the forward half of an operation',
  },
  Diagnose: {
    entry: 'functions/diagnose.ts',
    uses: ['table', 'stacks', 'builds', 'services', 'logs'],
    memoryMb: 256,
    timeoutSeconds: 25,
    does: 'reads the evidence and names the cause',
  },
  Settle: {
    entry: 'functions/settle.ts',
    uses: ['table', 'stacks', 'builds', 'images', 'workflow', 'bus'],
    memoryMb: 256,
    timeoutSeconds: 25,
    does: 'writes the outcome and gives the lock back',
  },
  Trigger: {
    entry: 'functions/trigger.ts',
    uses: ['table', 'workflow', 'bus'],
    memoryMb: 256,
    timeoutSeconds: 50,
    does: 'begins what nobody has asked for by hand: rebuilds, restarts, the end of a life',
  },
  Recover: {
    entry: 'functions/recover.ts',
    uses: ['table', 'workflow', 'bus'],
    memoryMb: 256,
    timeoutSeconds: 50,
    does: 'takes up operations nobody drives any more',
  },
} as const satisfies Record<string, FunctionEntry>;

export type FunctionName = keyof typeof functions;

/** State machines: the file, and the functions its placeholders stand for. Timeouts in hours bound what no Catch can. */
export const machines = {
  Deploy: { file: 'statemachines/deploy.asl.json', name: 'moorage-deploy' },
  Teardown: { file: 'statemachines/teardown.asl.json', name: 'moorage-teardown' },
} as const;

/** The one table: keys and indexes, for whoever makes it. */
export const table = {
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    byStatus: { partitionKey: 'statusKey', sortKey: 'statusSort' },
    byEnvironment: { partitionKey: 'environmentKey', sortKey: 'environmentSort' },
  },
} as const;

/** The two builders: one CodeBuild project per architecture. */
export const builders = {
  X86_64: { project: 'moorage-builder-x86-64', logGroup: '/moorage/build/x86-64' },
  ARM64: { project: 'moorage-builder-arm64', logGroup: '/moorage/build/arm64' },
} as const;
