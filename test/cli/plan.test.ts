import { describe, expect, it } from 'vitest';
import type { Plan } from '../../schemas/gen/api.types.ts';
import { problem, type Reply, service } from './service.ts';
import { terminal } from './terminal.ts';

const spec = '{\n  "services": {\n    "stock": { "image": "nginx:1.27", "cpu": 1024 }\n  }\n}\n';
const files = { 'hello.json': spec };
const ok = (body: Plan): Reply => ({ status: 200, body });
const cost = (amount: number) => ({ currency: 'USD' as const, amount, items: [] });
const nothing = { added: [], changed: [], replaced: [], removed: [] };

const refused: Plan = {
  environment: 'hello',
  accepted: false,
  revision: 0,
  findings: [
    {
      severity: 'refusal',
      code: 'FARGATE_SIZE_INVALID',
      pointer: '/spec/services/stock/cpu',
      message: 'No such task.',
      remedy: 'Use another.',
    },
  ],
};
const update: Plan = {
  environment: 'hello',
  accepted: true,
  revision: 3,
  findings: [],
  change: 'update',
  planHash: 'abc',
  images: [
    { key: 'nginx-1', architecture: 'X86_64', becomes: 'copied', for: ['stock'] },
    { key: 'custom-1', architecture: 'X86_64', becomes: 'kept', for: ['custom'] },
  ],
  stacks: [
    { stack: 'registry', action: 'keep', ...nothing },
    {
      stack: 'services',
      action: 'update',
      added: [{ id: 'A', type: 'AWS::ECS::Service' }],
      changed: [{ id: 'B', type: 'AWS::ECS::Service', properties: ['TaskDefinition'] }],
      replaced: [{ id: 'C', type: 'AWS::ECS::TaskDefinition', properties: ['Cpu'] }],
      removed: [{ id: 'D', type: 'AWS::Logs::LogGroup' }],
    },
  ],
  services: [{ service: 'stock', becomes: 'rolled', why: ['Cpu of its tasks'] }],
  interruptions: [{ what: 'NatDefaultRoute2', why: 'open connections end' }],
  network: [{ id: 'Vpc', kind: 'vpc', why: 'required', reason: 'everything is inside it' }],
  monthlyCost: { before: cost(10), after: cost(12.5) },
};

const plan = (url: string, ...more: string[]) => terminal(['plan', 'hello', 'hello.json', '--url', url, ...more], { files });

describe('moorage plan', () => {
  it('says what would change and what that means, and ends with 0', async () => {
    const { url, heard } = await service({ 'POST /plans': [ok(update)] });

    const { exitCode, out } = await plan(url);

    expect([exitCode, heard.map(({ method, url: path }) => `${method} ${path}`)]).toEqual([0, ['POST /plans']]);
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({ name: 'hello', spec: JSON.parse(spec) });
    expect(out.split('\n')).toEqual([
      'hello: revision 3 would be updated.',
      '  images:',
      '    nginx-1 is copied for stock',
      '  services (update):',
      '    + A  ECS::Service',
      '    ~ B  ECS::Service: TaskDefinition',
      '    ± C  ECS::TaskDefinition: Cpu',
      '    - D  Logs::LogGroup',
      '  services:',
      '    stock is rolled, one task after another, without interruption (Cpu of its tasks)',
      '  can be noticed:',
      '    NatDefaultRoute2: open connections end',
      '  network:',
      '    Vpc (required): everything is inside it',
      '  about per month: $10.00, then $12.50',
      '  this and nothing else: moorage up hello.json --plan abc',
      '',
    ]);
  });

  it('says how to do it and nothing else, which up then asks for', async () => {
    const accepted = {
      operation: 'shop-1-k3q',
      environment: 'shop',
      kind: 'UPDATE',
      revision: 4,
      href: '/operations/shop-1-k3q',
    };
    const body = problem({ status: 412, code: 'PLAN_MOVED', detail: 'What would be done now is not what plan abc has shown.' });
    const { url, heard } = await service({
      'POST /plans': [ok({ ...update, environment: 'shop' })],
      'PUT /environments/shop': [
        { status: 202, body: accepted },
        { status: 412, body },
      ],
    });
    const { out } = await terminal(['plan', 'shop', 'hello.json', '--url', url], { files });
    const command = /nothing else: moorage (.*)/.exec(out)?.[1] ?? '';
    expect(command).toBe('up hello.json --name shop --plan abc');

    const done = await terminal([...command.split(' '), '--detach', '--url', url], { files });
    const late = await terminal([...command.split(' '), '--detach', '--url', url], { files });

    expect([done.exitCode, late.exitCode, late.err.includes('is not what plan abc has shown')]).toEqual([0, 2, true]);
    expect(heard.map(({ planHash }) => planHash)).toEqual([undefined, 'abc', 'abc']);
  });

  it('shows what is refused in the file, and ends with the code of a refusal', async () => {
    const { url } = await service({ 'POST /plans': [ok(refused)] });

    const { exitCode, out } = await plan(url);

    expect(exitCode).toBe(2);
    expect(out).toContain('hello: would be refused.\n  hello.json:3: refusal FARGATE_SIZE_INVALID at /services/stock/cpu');
  });

  it('ends with it too when it would be turned away as things are, whose change it says all the same', async () => {
    const { url } = await service({ 'POST /plans': [ok({ ...update, notNow: 'grace has stopped everything.' })] });

    const { exitCode, out } = await plan(url);

    expect(exitCode).toBe(2);
    expect(out).toMatch(/^hello: revision 3 would be updated\.\n {2}not now: grace has stopped everything\.\n/);
    expect(out).toContain('moorage up hello.json --plan abc');
  });

  it('says it as JSON for a program', async () => {
    const { url } = await service({ 'POST /plans': [ok(refused)] });

    const { exitCode, out } = await plan(url, '--json');

    expect([exitCode, JSON.parse(out)]).toEqual([2, refused]);
  });

  it.each([
    [['plan', 'hello'], 'plan needs a name and a file'],
    [['plan'], 'plan needs a name'],
    [['plan', 'a', 'b', 'c'], 'plan takes two arguments, not 3'],
    [['status', 'a', 'b'], 'status takes one argument, not 2'],
    [['status', '--json'], 'status knows no --json'],
  ])('does not take %j', async (argv, sentence) => {
    const { exitCode, err } = await terminal(argv, { files });

    expect([exitCode, err]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it('passes on what the service refuses to plan at all', async () => {
    const body = problem({ status: 400, code: 'NAME_INVALID', detail: '`Hello` is no name.' });
    const { url } = await service({ 'POST /plans': [{ status: 400, body }] });

    const { exitCode, err } = await plan(url);

    expect([exitCode, err]).toEqual([2, expect.stringContaining('`Hello` is no name.')]);
  });
});
