/**
 * The HTTP routes, plain data like the rest of the catalog and importing nothing. `use` is the file in functions/api/ that
 * answers; `body` and `answers` name definitions of the schemas, and OpenAPI is derived from here.
 */
export const routes = [
  {
    method: 'PUT',
    path: '/environments/{name}',
    use: 'put-environment',
    does: 'Make it so: create the environment or bring it to this spec.',
    body: 'Spec',
    headers: ['idempotency-key', 'if-match', 'if-none-match', 'plan-hash'],
    query: ['supersede'],
    answers: { 200: 'EnvironmentView', 202: 'Accepted' },
  },
  {
    method: 'PATCH',
    path: '/environments/{name}',
    use: 'patch-environment',
    does: 'Change parts of the spec (RFC 7396 merge patch); with `of`, of the one the last operation failed to bring about.',
    body: 'MergePatch',
    headers: ['idempotency-key', 'if-match', 'plan-hash'],
    query: ['supersede', 'of'],
    answers: { 200: 'EnvironmentView', 202: 'Accepted' },
  },
  {
    method: 'POST',
    path: '/environments',
    use: 'create-environment',
    does: 'Create only: PUT with If-None-Match: *.',
    body: 'CreateEnvironment',
    headers: ['idempotency-key', 'plan-hash'],
    answers: { 202: 'Accepted' },
  },
  {
    method: 'GET',
    path: '/environments',
    use: 'list-environments',
    does: 'List environments, by page and status.',
    query: ['status', 'limit', 'next'],
    answers: { 200: 'EnvironmentPage' },
  },
  {
    method: 'GET',
    path: '/environments/{name}',
    use: 'get-environment',
    does: 'Spec, effective spec, revision, outputs, running operation, last failure and monthly cost.',
    answers: { 200: 'EnvironmentView' },
  },
  {
    method: 'DELETE',
    path: '/environments/{name}',
    use: 'delete-environment',
    does: 'Tear the environment down until nothing is left.',
    headers: ['idempotency-key', 'if-match'],
    query: ['supersede'],
    answers: { 202: 'Accepted' },
  },
  {
    method: 'POST',
    path: '/environments/{name}/rebuild',
    use: 'rebuild-environment',
    does: 'Make the images of the serving revision anew: sources and base images may have changed.',
    body: 'Rebuild',
    headers: ['idempotency-key', 'if-match'],
    answers: { 202: 'Accepted' },
  },
  {
    method: 'POST',
    path: '/environments/{name}/rollback',
    use: 'rollback-environment',
    does: 'Bring back an earlier revision with the very images it ran: the one before, or one of the last five.',
    body: 'Rollback',
    headers: ['idempotency-key', 'if-match'],
    answers: { 202: 'Accepted' },
  },
  {
    method: 'POST',
    path: '/environments/{name}/restart',
    use: 'restart-environment',
    does: 'The same images in new tasks.',
    headers: ['idempotency-key', 'if-match'],
    answers: { 202: 'Accepted' },
  },
  {
    method: 'GET',
    path: '/environments/{name}/revisions',
    use: 'list-revisions',
    does: 'What has served, newest first.',
    answers: { 200: 'RevisionPage' },
  },
  {
    method: 'GET',
    path: '/environments/{name}/revisions/{revision}',
    use: 'get-revision',
    does: 'One of them: spec, images, and how it differs from the one before or from `against`.',
    query: ['against'],
    answers: { 200: 'RevisionView' },
  },
  {
    method: 'POST',
    path: '/environments/{name}/repair',
    use: 'repair-environment',
    does: 'Make record and reality agree: bring the serving revision about again, from whatever state its stacks are in.',
    headers: ['idempotency-key', 'if-match'],
    answers: { 202: 'Accepted' },
  },
  {
    method: 'POST',
    path: '/repairs',
    use: 'repair-from-stacks',
    function: 'Restorer',
    does: 'After the table was lost: write the record again from the stacks that stand, of one environment or of all. Changes no stack and nothing that is recorded.',
    body: 'RepairFromStacks',
    answers: { 200: 'RepairReport' },
  },
  {
    method: 'GET',
    path: '/operations',
    use: 'list-operations',
    does: 'List operations across environments, or of one, by page and status.',
    query: ['environment', 'status', 'limit', 'next'],
    answers: { 200: 'OperationPage' },
  },
  {
    method: 'GET',
    path: '/operations/{id}',
    use: 'get-operation',
    does: 'Phases, waits, deadlines, causes, timeline and diagnosis; `Accept: text/plain` draws it.',
    answers: { 200: 'OperationView' },
  },
  {
    method: 'POST',
    path: '/operations/{id}/cancel',
    use: 'cancel-operation',
    does: 'Fence the operation; what it has begun is waited for and undone.',
    body: 'Cancel',
    answers: { 202: 'OperationView' },
  },
  { method: 'GET', path: '/openapi.json', use: 'get-openapi', does: 'This description.', answers: { 200: 'object' } },
  {
    method: 'GET',
    path: '/schemas/spec.json',
    use: 'get-spec-schema',
    does: 'JSON Schema of the spec.',
    answers: { 200: 'object' },
  },
  {
    method: 'GET',
    path: '/health',
    use: 'get-health',
    does: 'Is the service up, is it the embedded one, and have operators stopped anything? 503 when the record cannot be read.',
    answers: { 200: 'Health', 503: 'Health' },
  },
  {
    method: 'GET',
    path: '/waves',
    use: 'list-waves',
    does: 'What has set off rebuilds by itself: whom it concerns, what came of it, who was spared because it failed elsewhere.',
    query: ['status', 'next'],
    answers: { 200: 'WavePage' },
  },
  {
    method: 'PUT',
    path: '/freeze',
    use: 'set-freeze',
    does: 'Stop triggers or everything, with a reason everyone sees; what runs goes on to its end.',
    body: 'SetFreeze',
    headers: ['if-match'],
    answers: { 200: 'FreezeView' },
  },
  {
    method: 'GET',
    path: '/freeze',
    use: 'get-freeze',
    does: 'What is stopped, by whom, since when and why, and what is still under way.',
    answers: { 200: 'FreezeView' },
  },
  {
    method: 'DELETE',
    path: '/freeze',
    use: 'lift-freeze',
    does: 'Let everything begin again.',
    headers: ['if-match'],
    answers: { 200: 'FreezeView' },
  },
  {
    method: 'GET',
    path: '/environments/{name}/health',
    use: 'get-environment-health',
    function: 'Observer',
    does: 'Asked of AWS now: does what was recorded run, and is it healthy? `Accept: text/plain` draws it.',
    answers: { 200: 'EnvironmentHealth' },
  },
  {
    method: 'GET',
    path: '/environments/{name}/logs',
    use: 'get-environment-logs',
    function: 'Observer',
    does: 'The newest lines of its containers, of one service or of a build; `Accept: text/plain` gives plain lines.',
    query: ['service', 'build', 'since', 'limit', 'next'],
    answers: { 200: 'EnvironmentLogs' },
  },
  {
    method: 'POST',
    path: '/uploads',
    use: 'create-upload',
    function: 'Uploader',
    does: "Get an address to PUT a build's source to, as a zip; a build names it by its content.",
    body: 'CreateUpload',
    answers: { 201: 'Upload' },
  },
  {
    method: 'POST',
    path: '/plans',
    use: 'create-plan',
    function: 'Plans',
    does: 'A dry run: findings, what would change and with what consequences, the network with its reasons, cost. Writes nothing.',
    body: 'CreatePlan',
    answers: { 200: 'Plan' },
  },
] as const satisfies readonly Route[];

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly use: string;
  /** Which function answers, where it is not Api: whoever asks AWS about an environment carries more clients and rights. */
  readonly function?: 'Observer' | 'Uploader' | 'Restorer' | 'Plans';
  readonly does: string;
  readonly body?: string;
  readonly headers?: readonly string[];
  readonly query?: readonly string[];
  readonly answers: Readonly<Record<number, string>>;
}

type Entry = (typeof routes)[number];
export type ObserverUse = Extract<Entry, { readonly function: 'Observer' }>['use'];
export type UploaderUse = Extract<Entry, { readonly function: 'Uploader' }>['use'];
export type RestorerUse = Extract<Entry, { readonly function: 'Restorer' }>['use'];
export type PlansUse = Extract<Entry, { readonly function: 'Plans' }>['use'];
export type ApiUse = Exclude<Entry['use'], ObserverUse | UploaderUse | RestorerUse | PlansUse>;
