import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
const workflow = parse(readFileSync(new URL('../../examples/github/rebuild.yml', import.meta.url), 'utf8'));
const { rebuild } = workflow.jobs;
const script = (rebuild.steps as Step[]).map(({ run }) => run).find((run) => run !== undefined) ?? '';

/** The runner has both; a machine without them cannot run the step. */
const has = (program: string) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const runnable = ['bash', 'curl', 'jq'].every(has);

type Answer = readonly [status: number, body: object];
const accepted: Answer = [202, { operation: 'shop-lusab-babad' }];

/** A service that answers one after the other, and the last answer again; the step under bash, with what it asked. */
async function run(answers: readonly Answer[]) {
  const asked: { line: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    const [status, answer] = answers[asked.length - 1] ?? answers.at(-1) ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const env = {
    PATH: process.env.PATH,
    ENVIRONMENT: 'shop',
    MOORAGE_URL: `http://127.0.0.1:${port}/`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'swordfish',
    AWS_SESSION_TOKEN: 'session',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_SHA: '0123abc',
    POLL_SECONDS: '0',
  };
  try {
    const done = await promisify(execFile)('bash', ['-c', script], { env, timeout: 20_000 }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
    );
    return { ...done, asked };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it('the workflow asks GitHub for nothing but a token, after a push to main, one run after the other', () => {
  expect(workflow.permissions).toEqual({ 'id-token': 'write' });
  expect(workflow.on).toEqual({ push: { branches: ['main'] } });
  expect(workflow.concurrency['cancel-in-progress']).toBe(false);
  expect(script).not.toContain(`\${{`);
});

describe.skipIf(!runnable)('the step of the workflow', () => {
  it('asks for the commit, signed, and waits until it runs', async () => {
    const { code, stdout, asked } = await run([accepted, [200, { status: 'RUNNING' }], [200, { status: 'SUCCEEDED' }]]);

    expect([code, stdout]).toEqual([0, 'shop: shop-lusab-babad\nshop runs 0123abc.\n']);
    expect(asked.map(({ line }) => line)).toEqual([
      'POST /environments/shop/rebuild',
      'GET /operations/shop-lusab-babad',
      'GET /operations/shop-lusab-babad',
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ ref: '0123abc' });
    for (const { headers } of asked) {
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\/aws4_request/,
      );
      expect(headers['x-amz-security-token']).toBe('session');
    }
    expect(asked[0]?.headers['idempotency-key']).toBe('github-7-2');
    expect(asked[0]?.headers.authorization).toMatch(/SignedHeaders=[a-z0-9;-]*x-amz-security-token/);
  });

  it('fails with the sentence of an operation that failed', async () => {
    const diagnosis = { sentence: 'The Dockerfile of web cannot be read.', remedy: 'Mend it.' };

    const { code, stdout } = await run([accepted, [200, { status: 'FAILED', diagnosis }]]);

    expect(code).toBe(1);
    expect(stdout).toContain('::error title=Moorage::The Dockerfile of web cannot be read. Mend it.');
  });

  it('lets an operation that runs have its turn, and asks again with the same key', async () => {
    const busy: Answer = [409, { code: 'OPERATION_RUNNING', detail: 'shop-x runs.' }];

    const { code, asked } = await run([busy, busy, accepted, [200, { status: 'SUCCEEDED' }]]);

    expect([code, asked.length]).toEqual([0, 4]);
    expect(new Set(asked.slice(0, 3).map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('fails with what it is refused with', async () => {
    const { code, stdout } = await run([[423, { code: 'SERVICE_FROZEN', detail: 'Nothing new begins: inventory.' }]]);

    expect([code, stdout]).toEqual([1, '::error title=Moorage::Nothing new begins: inventory.\n']);
  });
});
