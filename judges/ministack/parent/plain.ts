import { isResponseUrl } from '../../../domain/stack-request/is-response-url.ts';
import { madeAs } from '../../../domain/stack-request/made-as.ts';
import type { SentAnswer, SentEvent } from './sent-event.ts';

export type Plain = Readonly<Record<string, unknown>>;

/** A request without what is another one every time; what has not the form it should have stays as it is. */
export function plainEvent(event: SentEvent, token: string): Plain {
  const { StackId, LogicalResourceId, RequestId, ResponseURL, PhysicalResourceId } = event;
  const about = { stackId: StackId, logicalId: LogicalResourceId, requestId: RequestId };
  const plain = {
    ...event,
    StackId: StackId.replace(/(?<=:)\d{12}(?=:)/, 'account').replace(/[0-9a-f-]{36}$/, 'uuid'),
    RequestId: RequestId.replace(/^[0-9a-f-]{36}$/, 'uuid'),
    ResponseURL: isResponseUrl(ResponseURL, about) ? 'in CloudFormation’s bucket' : 'elsewhere',
    ...(PhysicalResourceId === undefined ? {} : { PhysicalResourceId: plainId(PhysicalResourceId, event) }),
  };
  return JSON.parse(JSON.stringify(plain).replaceAll(token, 'the provider')) as Plain;
}

/** What was told, and whether of what was asked. */
export function plainAnswer(answer: SentAnswer | undefined, event: SentEvent): Plain {
  if (!answer) return { Status: 'none' };
  const { StackId, LogicalResourceId, RequestId } = event;
  const { Status, Reason = '', PhysicalResourceId, Data = {} } = answer;
  const itsOwn = answer.StackId === StackId && answer.LogicalResourceId === LogicalResourceId && answer.RequestId === RequestId;
  return {
    Status,
    // An operation has a drawn name.
    Reason: Reason.replaceAll(/[a-z]+-[a-z]{5}-[a-z]{5}\b/g, 'operation'),
    PhysicalResourceId: plainId(PhysicalResourceId, event),
    Data: Object.keys(Data),
    of: itsOwn ? 'what was asked' : 'something else',
  };
}

/** Ours say of which environment. */
function plainId(id: string, { StackId, LogicalResourceId }: SentEvent): string {
  const made = madeAs(`${StackId}|${LogicalResourceId}`, id);
  return made ? `ours of ${made.environment}` : id;
}
