import type { FunctionName } from '../../functions/catalog.ts';
import { events } from './events.ts';
import type { Step } from './step.ts';

const refused = { errorMessage: /ECONNREFUSED/ };
const operationId = 'nobody-nobod-nobod';

/**
 * Every function once while nobody answers at AWS's address: it is loaded, finds its settings, gets as far as asking AWS,
 * and says what was wrong instead of dying of it. Whoever is driven by a state machine says so by the name the machine
 * waits out; the doorbell and the watchman are simply called again.
 */
export const stepsWithoutAws: Readonly<Record<FunctionName, readonly Omit<Step, 'of'>[]>> = {
  Api: [
    {
      about: 'GET /health',
      event: () => events.http('GET', '/health'),
      wants: {
        returned: {
          statusCode: 503,
          headers: { 'content-type': 'application/json' },
          body: { status: 'degraded', version: /^\d+\.\d+\.\d+$/, blueprintVersion: /^\d/, embedded: false, error: /./ },
        },
      },
    },
    {
      about: 'GET /openapi.json',
      event: () => events.http('GET', '/openapi.json'),
      wants: { returned: { statusCode: 200, body: { openapi: /^3\./, paths: { '/environments/{name}': { put: {} } } } } },
    },
    {
      about: 'GET of a path there is not',
      event: () => events.http('GET', '/enviroments'),
      wants: { returned: { statusCode: 404, body: { code: 'ROUTE_UNKNOWN', detail: /Did you mean \/environments\?/ } } },
    },
    {
      about: 'PUT of a spec that cannot work',
      event: () => events.http('PUT', '/environments/Bundled', { services: {} }),
      wants: { returned: { statusCode: 400, body: { code: 'NAME_INVALID' } } },
    },
    {
      about: 'GET of an environment while AWS is away',
      event: () => events.http('GET', '/environments/nobody'),
      wants: {
        returned: { statusCode: 500, headers: { 'content-type': 'application/problem+json' }, body: { code: 'INTERNAL' } },
      },
    },
  ],
  Observer: [
    {
      about: 'GET of the health of what no environment can be called',
      event: () => events.http('GET', '/environments/Bundled/health'),
      wants: { returned: { statusCode: 404, body: { code: 'ENVIRONMENT_UNKNOWN' } } },
    },
    {
      about: 'GET of logs since no moment there is',
      event: () => ({ ...events.http('GET', '/environments/nobody/logs'), rawQueryString: 'since=yesterday' }),
      wants: { returned: { statusCode: 400, body: { code: 'SINCE_INVALID' } } },
    },
    {
      about: 'GET of the health of an environment while AWS is away',
      event: () => events.http('GET', '/environments/nobody/health'),
      wants: {
        returned: { statusCode: 500, headers: { 'content-type': 'application/problem+json' }, body: { code: 'INTERNAL' } },
      },
    },
  ],
  Restorer: [
    {
      about: 'POST of a repair from nowhere',
      event: () => events.http('POST', '/repairs', { from: 'memory' }),
      wants: { returned: { statusCode: 400, body: { code: 'BODY_REFUSED' } } },
    },
    {
      about: 'POST of a repair from stacks while AWS is away',
      event: () => events.http('POST', '/repairs', { from: 'stacks' }),
      wants: {
        returned: { statusCode: 500, headers: { 'content-type': 'application/problem+json' }, body: { code: 'INTERNAL' } },
      },
    },
  ],
  Uploader: [
    {
      about: 'POST of an upload, which is signed without asking AWS',
      event: () => events.http('POST', '/uploads', { sha256: 'a'.repeat(64), bytes: 7 }),
      wants: {
        returned: {
          statusCode: 201,
          body: {
            upload: `sha256:${'a'.repeat(64)}`,
            url: /^https:\/\/[^/]+\.s3\.[a-z0-9-]+\.amazonaws\.com\/uploads\/a{64}\.zip\?.*X-Amz-Signature=[0-9a-f]{64}$/,
            headers: { 'content-length': '7' },
          },
        },
      },
    },
    {
      about: 'POST of an upload nobody could send',
      event: () => events.http('POST', '/uploads', { sha256: 'a'.repeat(64), bytes: 5_000_000_000 }),
      wants: { returned: { statusCode: 400, body: { code: 'BODY_REFUSED' } } },
    },
  ],
  Plans: [
    {
      about: 'POST of a plan of nothing',
      event: () => events.http('POST', '/plans', { name: 'shop' }),
      wants: { returned: { statusCode: 400, body: { code: 'BODY_REFUSED' } } },
    },
    {
      about: 'POST of a plan while AWS is away',
      event: () => events.http('POST', '/plans', { name: 'shop', spec: {} }),
      wants: {
        returned: { statusCode: 500, headers: { 'content-type': 'application/problem+json' }, body: { code: 'INTERNAL' } },
      },
    },
  ],
  Planner: [{ about: 'an operation while AWS is away', event: () => ({ operationId }), wants: waits() }],
  EnsureStack: [step({ kind: 'stack', stack: 'registry', action: 'apply' })],
  EnsureImage: [step({ kind: 'build', image: 'nginx-3e18cd', action: 'build' })],
  EnsureDeployment: [step({ kind: 'deployment', action: 'stabilize' })],
  Wake: [
    {
      about: 'an event of a source nobody rings for',
      event: () => ({ ...events.schedule(), source: 'aws.s3' }),
      wants: { returned: { looked: [] } },
    },
    {
      about: 'a doorbell while AWS is away',
      event: () => events.stackChanged('moorage-nobody-foundation'),
      wants: { threw: refused },
    },
  ],
  Fence: [{ about: 'an operation while AWS is away', event: () => ({ operationId, phase: 'BUILD' }), wants: waits() }],
  Diagnose: [{ about: 'an operation while AWS is away', event: () => ({ operationId }), wants: waits() }],
  Settle: [{ about: 'an operation while AWS is away', event: () => ({ operationId, after: 'deployed' }), wants: waits() }],
  Provider: [
    { about: 'its turn while AWS is away', event: () => events.schedule(), wants: { threw: refused } },
    {
      about: 'an event CloudFormation did not send',
      event: () => ({ RequestType: 'Delete', StackId: 'arn:aws:cloudformation:eu-west-1:999999999999:stack/theirs/1' }),
      wants: { returned: null },
    },
  ],
  Trigger: [{ about: 'its turn while AWS is away', event: () => events.schedule(), wants: { threw: refused } }],
  Recover: [{ about: 'its turn while AWS is away', event: () => events.schedule(), wants: { threw: refused } }],
};

function waits() {
  return { threw: { errorType: 'Retryable', ...refused } };
}

function step(target: object): Omit<Step, 'of'> {
  return { about: 'a step while AWS is away', event: () => events.step(operationId, target), wants: waits() };
}
