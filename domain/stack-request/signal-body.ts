import type { StackRequest, Verdict } from './stack-request.ts';

/** As an answer's: what `Fn::GetAtt` gives of a wait condition is an attribute like any other. Bytes of the whole body. */
const mostBytes = 4096;

/**
 * What a wait condition's handle is told: the attributes as one text of JSON, because a signal carries one text. What does not
 * fit is left out from the end.
 */
export function signalBody({ requestId }: Pick<StackRequest, 'requestId'>, verdict: Verdict, link: string): string {
  const bodyOf = (Status: string, Reason: string, data: object) =>
    JSON.stringify({ Status, Reason, UniqueId: requestId, Data: JSON.stringify({ ...data, Link: link }) });
  if (verdict.status === 'FAILED')
    return bodyOf('FAILURE', `${verdict.reason.slice(0, 500).toWellFormed()} All of it: ${link}`, {});
  let data = Object.entries(verdict.data ?? {});
  const body = () => bodyOf('SUCCESS', 'It runs.', Object.fromEntries(data));
  while (data.length > 0 && Buffer.byteLength(body()) > mostBytes) data = data.slice(0, -1);
  return body();
}
