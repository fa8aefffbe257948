import { expect, it } from 'vitest';
import { retryTransient } from '../../../functions/ensure/retry-transient.ts';

const thrown = async (error: unknown) => {
  try {
    await retryTransient(async () => {
      throw error;
    })({});
  } catch (caught) {
    return caught as Error;
  }
  throw new Error('nothing was thrown');
};

it.each([
  ['a refused connection', { code: 'ECONNREFUSED' }],
  ['a reset connection', { code: 'ECONNRESET' }],
  ['a name that cannot be found just now', { code: 'EAI_AGAIN' }],
  ['a network that cannot be reached', { code: 'ENETUNREACH' }],
  ['throttling', { name: 'ThrottlingException' }],
  ['a fault of AWS', { $metadata: { httpStatusCode: 503 } }],
])('waits %s out, and keeps it as the cause', async (_what, marks) => {
  const error = Object.assign(new Error('not now'), marks);

  expect(await thrown(error)).toMatchObject({ name: 'Retryable', cause: error });
});

it('lets everything else pass as it is', async () => {
  const error = Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });

  expect(await thrown(error)).toBe(error);
});
