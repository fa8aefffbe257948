import { describe, expect, it } from 'vitest';
import { readStackEvent } from '../../../domain/stack-request/read-stack-event.ts';
import type { StackEvent } from '../../../domain/stack-request/stack-event.ts';

const now = Date.UTC(2026, 10, 21);
const account = '111122223333';
const StackId = `arn:aws:cloudformation:us-east-1:${account}:stack/parent/51af3dc0`;
const key = encodeURIComponent(`${StackId}|Shop|7bfe2d54`);
const host = 'cloudformation-custom-resource-response-useast1.s3.us-east-1.amazonaws.com';
const given = (more: Partial<StackEvent> = {}): StackEvent => ({
  RequestType: 'Create',
  ResponseURL: `https://${host}/${key}?X-Amz-Signature=abc`,
  StackId,
  RequestId: '7bfe2d54',
  ResourceType: 'Custom::Environment',
  LogicalResourceId: 'Shop',
  ResourceProperties: { ServiceToken: 'arn:…', Name: 'shop', Spec: { services: { web: { image: 'nginx', port: '80' } } } },
  ...more,
});
const read = (event: StackEvent) => readStackEvent(event, account, now);
const requestOf = (event: StackEvent) => {
  const { request } = read(event) as { request: { fault?: string; givesUpAt: string; endsAt: string; spec?: object } };
  return request;
};
const minutes = (at: string) => (Date.parse(at) - now) / 60_000;

describe('an event', () => {
  it.each([
    ['virtual-hosted', `https://${host}/${key}?X`],
    ['without region', `https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/${key}?X`],
    ['by path', `https://s3.amazonaws.com/cloudformation-custom-resource-response-useast1/${key}?X`],
    ['not encoded', `https://${host}/${StackId}|Shop|7bfe2d54?X`],
  ])('is taken with its address written %s', (_how, ResponseURL) => {
    expect(read(given({ ResponseURL })).refused).toBeUndefined();
  });

  it.each([
    ['no HTTPS', `http://${host}/${key}`],
    ['another host', `https://example.com/${key}`],
    ['a bucket of somebody’s', `https://mine.s3.us-east-1.amazonaws.com/${key}`],
    ['a host that only begins like it', `https://${host}.example.com/${key}`],
    ['a bucket of another region', `https://${host.replaceAll('us-east-1', 'eu-west-1').replace('useast1', 'euwest1')}/${key}`],
    ['a key of another request', `https://${host}/${key}x`],
    ['a key of another resource', `https://${host}/${encodeURIComponent(`${StackId}|Other|7bfe2d54`)}`],
    ['a user', `https://me@${host}/${key}`],
    ['a port', `https://${host}:8443/${key}`],
    ['broken encoding', `https://${host}/%E0%A4%A`],
    ['no address', 'nonsense'],
  ])('is refused with %s', (_what, ResponseURL) => {
    expect(read(given({ ResponseURL })).refused).toMatch(/ResponseURL/);
  });

  it.each([
    ['no RequestType we know', { RequestType: 'Read' }],
    ['a stack of another account', { StackId: StackId.replace(account, '999999999999') }],
    ['a StackId that is none', { StackId: `${StackId}|x` }],
    ['no RequestId', { RequestId: '' }],
    ['an Update without PhysicalResourceId', { RequestType: 'Update' }],
  ])('is refused with %s', (_what, more) => {
    expect(read(given(more)).refused).toBeDefined();
  });

  it('has its spec with numbers for strings', () => {
    expect(requestOf(given()).spec).toEqual({ services: { web: { image: 'nginx', port: 80 } } });
  });

  it('with properties that cannot be is taken, and names every fault', () => {
    expect(requestOf(given({ ResourceProperties: { ServiceToken: 'arn:…', services: {} } })).fault).toBe(
      'PROPERTIES_REFUSED: Name is missing: the name of the environment; Spec is missing: what the environment is; services is no property: what an environment is stands under Spec.',
    );
  });
});

it('a spec larger than the API takes is a fault', () => {
  const Spec = { builds: { app: { files: { Dockerfile: 'F'.repeat(256 * 1024) } } } };
  expect(requestOf(given({ ResourceProperties: { Name: 'shop', Spec } })).fault).toMatch(
    /^PROPERTIES_REFUSED: Spec has 262\d+ bytes/,
  );
});

describe('a wait condition', () => {
  const handle = `https://cloudformation-waitcondition-us-east-1.s3.amazonaws.com/${encodeURIComponent(StackId)}%2FHandle?X`;
  const withHandle = (WaitConditionHandle: unknown) =>
    requestOf(given({ ResourceProperties: { ...given().ResourceProperties, WaitConditionHandle } }));

  it('gives twelve hours instead of one', () => {
    const { givesUpAt, endsAt } = withHandle(handle);
    expect([minutes(givesUpAt), minutes(endsAt)]).toEqual([700, 718]);
  });

  it.each([['https://example.com/x'], [handle.replaceAll('us-east-1', 'eu-west-1')], [{ Ref: 'Handle' }]])(
    'is refused with the handle %s',
    (other) => {
      expect(withHandle(other).fault).toMatch(/WaitConditionHandle is no Ref/);
    },
  );
});

describe('the budget', () => {
  const withTimeout = (ServiceTimeout: unknown, more: Partial<StackEvent> = {}) =>
    requestOf(given({ ...more, ResourceProperties: { ...given().ResourceProperties, ServiceTimeout } }));

  it.each([
    [undefined, 40, 58],
    ['3600', 40, 58],
    ['1800', 15, 28],
    ['600', 5, 8],
    ['60', 0.5, 0.5],
    ['7200', 40, 58],
    ['soon', 40, 58],
  ])('of a ServiceTimeout of %s is %d minutes forward, and %d in all', (timeout, forward, all) => {
    const { givesUpAt, endsAt } = withTimeout(timeout);
    expect([minutes(givesUpAt), minutes(endsAt)]).toEqual([forward, all]);
  });

  it('of a Delete is all of the time', () => {
    const { givesUpAt } = withTimeout('3600', { RequestType: 'Delete', PhysicalResourceId: 'x' });
    expect(minutes(givesUpAt)).toBe(58);
  });
});

it.each([
  ['20261120T235900Z', '2026-11-20T23:59:00.000Z'],
  ['20261120T120000Z', '2026-11-20T12:00:00.000Z'],
  ['20261121T000100Z', '2026-11-21T00:00:00.000Z'],
])('what was signed at %s was asked at %s', (date, asked) => {
  const ResponseURL = `https://${host}/${key}?X-Amz-Date=${date}&X-Amz-Signature=abc`;
  expect(requestOf(given({ ResponseURL }))).toMatchObject({ askedAt: asked });
});
