import { expect, it } from 'vitest';
import { problem, service } from './service.ts';
import { terminal } from './terminal.ts';
import { accepted, succeeded } from './views.ts';

it('moorage repair opens a repair and follows it', async () => {
  const { url, heard } = await service({
    'POST /environments/hello/repair': [{ status: 202, body: { ...accepted, kind: 'REPAIR' } }],
    [`GET /operations/${accepted.operation}`]: [{ status: 200, body: succeeded() }],
  });

  expect((await terminal(['repair', 'hello', '--url', url])).exitCode).toBe(0);
  expect(heard[0]).toMatchObject({ method: 'POST', url: '/environments/hello/repair' });
});

it('moorage repair says why nothing can be repaired', async () => {
  const detail = 'No revision of hello has ever served: DELETE it, or PUT it again.';
  const { url } = await service({
    'POST /environments/hello/repair': [{ status: 409, body: problem({ status: 409, code: 'NOTHING_TO_REPAIR', detail }) }],
  });

  const { exitCode, err } = await terminal(['repair', 'hello', '--url', url]);

  expect([exitCode, err.includes(detail)]).toEqual([2, true]);
});

it('moorage repair --from-stacks asks until it was told of all, a line each, and ends with 1 for what is not well', async () => {
  const well = { name: 'hello', outcome: 'RESTORED', status: 'AVAILABLE', revision: 2, sentence: 'revision 2 serves' };
  const lost = { name: 'shop', outcome: 'NOT_RESTORED', sentence: 'the bucket keeps no record of it' };
  const { url, heard } = await service({
    'POST /repairs': [
      { status: 200, body: { environments: [well], next: 'hello' } },
      { status: 200, body: { environments: [lost] } },
    ],
  });

  const { exitCode, out } = await terminal(['repair', '--from-stacks', '--url', url]);

  expect(heard.map(({ body }) => JSON.parse(body))).toEqual([{ from: 'stacks' }, { from: 'stacks', after: 'hello' }]);
  expect(out.split('\n')).toEqual([
    'hello  restored AVAILABLE, revision 2: revision 2 serves',
    'shop  not restored: the bucket keeps no record of it',
    '1 restored, 0 recorded already, 1 not restored',
    '',
  ]);
  expect(exitCode).toBe(1);
});

it('moorage repair --from-stacks restores one by its name', async () => {
  const recorded = { name: 'hello', outcome: 'RECORDED', status: 'AVAILABLE', revision: 2, sentence: 'it is recorded' };
  const { url, heard } = await service({ 'POST /repairs': [{ status: 200, body: { environments: [recorded] } }] });

  expect((await terminal(['repair', 'hello', '--from-stacks', '--url', url])).exitCode).toBe(0);
  expect(JSON.parse(heard[0]?.body ?? '')).toEqual({ from: 'stacks', environment: 'hello' });
});
