import type { Send } from './responses.ts';

/** How long the bucket may take to say anything. Milliseconds. */
const patience = 5000;

/**
 * PUT without a Content-Type: the signature of CloudFormation's address is over an empty one. Bytes, because for text `fetch`
 * would add one of its own.
 */
export const sendToAws: Send = async (url, body) => {
  const answer = await fetch(url, {
    method: 'PUT',
    body: new TextEncoder().encode(body),
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  await answer.body?.cancel();
  return answer.status;
};
