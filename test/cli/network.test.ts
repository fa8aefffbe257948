import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { problem, type Reply, service } from './service.ts';
import { terminal } from './terminal.ts';
import { accepted, anEnvironment, anOperation, succeeded } from './views.ts';

const files = { 'hello.json': '{"services":{}}' };
const busy = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  body: problem({ status, code: 'BUSY', detail: 'Busy.' }),
});

describe('the network between', () => {
  it('repeats a request with the same key, waiting as long as it is asked to', async () => {
    const { url, heard } = await service({
      'PUT /environments/hello': [busy(503), busy(429, { 'retry-after': '7' }), { status: 202, body: accepted }],
    });

    const { exitCode, slept, err } = await terminal(['up', 'hello.json', '--url', url, '--detach'], { files });

    expect(exitCode).toBe(0);
    expect(slept).toEqual([500, 7000]);
    expect(heard.map(({ key }) => key)).toEqual(['key-1', 'key-1', 'key-1']);
    expect(err).toContain('answered 503; trying again in 0.5 s');
  });

  it('gives up on a service that is not there', async () => {
    const { exitCode, err, slept } = await terminal(['status', '--url', 'http://127.0.0.1:1']);

    expect(exitCode).toBe(3);
    expect(slept.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(30_000);
    expect(err).toContain('Is it running, and is --url right?');
  });

  it('gives up at once on a service that asks for more patience than there is', async () => {
    const { url } = await service({ 'GET /environments': [busy(503, { 'retry-after': '3600' })] });

    const { exitCode, err, slept } = await terminal(['status', '--url', url]);

    expect(exitCode).toBe(3);
    expect(slept).toEqual([]);
    expect(err).toContain('asks to be left alone for 3600 s');
  });

  it('survives an outage while it follows, and looks as rarely as it is asked to', async () => {
    const { url } = await service({
      'GET /operations/hello-1-k3q': [
        { status: 200, body: anOperation(), headers: { 'retry-after': '5' } },
        busy(502),
        { status: 200, body: succeeded() },
      ],
      'GET /environments/hello': [{ status: 200, body: anEnvironment() }],
    });

    const { exitCode, slept } = await terminal(['watch', 'hello-1-k3q', '--url', url]);

    expect(exitCode).toBe(0);
    expect(slept).toEqual([5000, 500]);
  });

  it('leaves the operation alone when the outage lasts', async () => {
    const { url } = await service({ 'GET /operations/hello-1-k3q': [{ status: 200, body: anOperation() }, busy(500)] });

    const { exitCode, err } = await terminal(['watch', 'hello-1-k3q', '--url', url]);

    expect(exitCode).toBe(3);
    expect(err).toContain('hello-1-k3q goes on without this window.');
  });

  it('says so when something else than Moorage answers', async () => {
    const { url } = await service({ 'GET /operations/x': [{ status: 200, body: { hello: 'world' } }] });

    const { exitCode, err } = await terminal(['watch', 'x', '--url', url]);

    expect(exitCode).toBe(3);
    expect(err).toContain('does not answer like Moorage');
  });

  it("takes a proxy's page for what it is", async () => {
    const fetch = async () => new Response('<html>Please log in</html>');

    const { exitCode, err } = await terminal(['status'], { fetch });

    expect(exitCode).toBe(3);
    expect(err).toContain('does not answer like Moorage');
  });

  it('does not wait for ever for an operation that never ends', async () => {
    const { url } = await service({
      'GET /operations/hello-1-k3q': [{ status: 200, body: anOperation(), headers: { 'retry-after': '9999' } }],
    });

    const { exitCode, slept } = await terminal(['watch', 'hello-1-k3q', '--url', url]);

    expect(exitCode).toBe(3);
    expect(slept).toHaveLength(25 * 60);
  });

  it('signs for API Gateway with the default credentials, and for nobody else', async () => {
    const sent: { url: string; headers: Record<string, string> }[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      sent.push({ url, headers: init.headers as Record<string, string> });
      return Response.json({ environments: [] });
    };
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    onTestFinished(() => void vi.unstubAllEnvs());

    await terminal(['status'], { fetch, env: { MOORAGE_URL: 'https://a1.execute-api.eu-west-1.amazonaws.com/prod/' } });
    await terminal(['status'], { fetch });

    expect(sent[0]?.url).toBe('https://a1.execute-api.eu-west-1.amazonaws.com/prod/environments');
    expect(sent[0]?.headers.authorization).toMatch(/Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\/aws4_request/);
    expect(sent[1]?.url).toBe('http://127.0.0.1:4600/environments');
    expect(sent[1]?.headers.authorization).toBeUndefined();
  });
});
