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
