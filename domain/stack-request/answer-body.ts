import type { StackRequest, Verdict } from './stack-request.ts';

/** CloudFormation takes no more (crpg-ref-responses); bytes of the whole body. */
const mostBytes = 4096;
const mostReason = 1500;

type About = Pick<StackRequest, 'stackId' | 'logicalId' | 'requestId' | 'physicalId'>;

/**
 * The answer, byte for byte. What does not fit is left out from the end of the attributes, and a long reason is cut: `link`
 * is where all of it is.
 */
export function answerBody({ stackId, logicalId, requestId, physicalId }: About, verdict: Verdict, link: string): string {
  const common = { PhysicalResourceId: physicalId, StackId: stackId, RequestId: requestId, LogicalResourceId: logicalId };
  if (verdict.status === 'FAILED') return JSON.stringify({ Status: 'FAILED', Reason: reasonOf(verdict.reason, link), ...common });
  const bodyOf = (data: readonly (readonly [string, string])[]) =>
    JSON.stringify({ Status: 'SUCCESS', ...common, Data: { ...Object.fromEntries(data), Link: link } });
  let data = Object.entries(verdict.data ?? {});
  while (data.length > 0 && Buffer.byteLength(bodyOf(data)) > mostBytes) data = data.slice(0, -1);
  return bodyOf(data);
}

/** Every character may take six bytes as JSON writes it, and up to three as they are. */
function reasonOf(reason: string, link: string): string {
  const end = ` All of it: ${link}`;
  let text = reason.slice(0, mostReason);
  while (Buffer.byteLength(JSON.stringify(text)) > mostReason) text = text.slice(0, -10).toWellFormed();
  return `${text}${text.length < reason.length ? '…' : ''}${end}`;
}
