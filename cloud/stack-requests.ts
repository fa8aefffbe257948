import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { sha256 } from '../domain/hash.ts';
import type { StackRequest } from '../domain/stack-request/stack-request.ts';
import { allUnder } from './all-under.ts';
import { conditionally } from './conditionally.ts';
import { pageOf } from './page-of.ts';
import type { TableAccess } from './table-access.ts';

/** What stacks have asked; all requests of one resource lie together, so that they are one read. */
export interface StackRequests {
  get(actor: string, requestId: string): Promise<StackRequest | undefined>;
  /** Everything a resource has ever asked, as it is now. */
  ofResource(actor: string): Promise<readonly StackRequest[]>;
  /** False: it has come before. */
  save(request: StackRequest): Promise<boolean>;
  /** CloudFormation has been seen to ask; what else of it is known by then is kept with that. */
  asked(request: StackRequest): Promise<void>;
  /** What has to go besides. The first decision stays. */
  setStrays(request: StackRequest, strays: readonly string[]): Promise<void>;
  /** It begins nothing from now on. Answers with what it is by then: somebody may just be beginning. */
  supersede(request: StackRequest, by: string): Promise<StackRequest | undefined>;
  /** False: it is superseded, and must not be opened. */
  beginOpening(request: StackRequest, at: string): Promise<boolean>;
  /** It could not be opened just now; whoever else is opening it goes on. */
  stopOpening(request: StackRequest, at: string): Promise<void>;
  setOperation(request: StackRequest, operation: string): Promise<void>;
  /** The first decision stays; false: there is one already. */
  decide(request: StackRequest, answer: string, succeeded: boolean): Promise<boolean>;
  /** The answer has been sent: its address is forgotten, and it is never sent again. */
  answered(request: StackRequest, at: string): Promise<void>;
  /** Of what the wait condition is told; the first stays. */
  decideSignal(request: StackRequest, signal: string): Promise<boolean>;
  /** Nobody waits for anything of it any more. */
  close(request: StackRequest): Promise<void>;
  listOpen(limit: number, cursor?: string): Promise<{ items: StackRequest[]; next?: string }>;
}

const open = 'REQUEST#OPEN';
const partition = (actor: string) => `RESOURCE#${sha256(actor).slice(0, 32)}`;
const keyOf = (actor: string, requestId: string) => ({ pk: partition(actor), sk: `REQUEST#${requestId}` });

export function makeStackRequests(access: TableAccess): StackRequests {
  const { client, name: TableName } = access;
  const update = (request: StackRequest, expression: string, values: object, condition = 'attribute_exists(pk)') =>
    conditionally(() =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(request.actor, request.requestId),
          UpdateExpression: expression,
          ConditionExpression: condition,
          ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
        }),
      ),
    );
  const get = async (actor: string, requestId: string) => {
    const found = await client.send(new GetCommand({ TableName, Key: keyOf(actor, requestId), ConsistentRead: true }));
    return found.Item && requestOf(found.Item);
  };
  return {
    get,
    async ofResource(actor) {
      const requests = (await allUnder(access, partition(actor))).map(requestOf);
      return requests.sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1));
    },
    save: ({ spec, ...request }) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: {
              ...keyOf(request.actor, request.requestId),
              ...request,
              // As text: callers' maps may hold anything.
              ...(spec === undefined ? {} : { spec: JSON.stringify(spec) }),
              statusKey: open,
              statusSort: `${request.receivedAt} ${request.requestId}`,
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),
    async asked(request) {
      await update(request, 'SET asked = :true', { ':true': true });
    },
    async setStrays(request, strays) {
      await update(
        request,
        'SET strays = :strays',
        { ':strays': strays },
        'attribute_exists(pk) AND attribute_not_exists(strays)',
      );
    },
    async supersede(request, by) {
      await update(request, 'SET superseded = :by', { ':by': by }, 'attribute_exists(pk) AND attribute_not_exists(superseded)');
      return get(request.actor, request.requestId);
    },
    beginOpening: (request, at) =>
      update(request, 'SET openingAt = :at', { ':at': at }, 'attribute_exists(pk) AND attribute_not_exists(superseded)'),
    async stopOpening(request, at) {
      await update(request, 'REMOVE openingAt', { ':at': at }, 'openingAt = :at');
    },
    async setOperation(request, operation) {
      await update(request, 'SET operation = :operation', { ':operation': operation });
    },
    decide: (request, answer, succeeded) =>
      update(
        request,
        'SET answer = :answer, succeeded = :succeeded',
        { ':answer': answer, ':succeeded': succeeded },
        'attribute_exists(pk) AND attribute_not_exists(answer)',
      ),
    async answered(request, at) {
      await update(request, 'SET answeredAt = :at REMOVE responseUrl', { ':at': at });
    },
    decideSignal: (request, signal) =>
      update(
        request,
        'SET signalled = :signal',
        { ':signal': signal },
        'attribute_exists(pk) AND attribute_not_exists(signalled)',
      ),
    async close(request) {
      await update(request, 'SET closed = :true REMOVE signalUrl, spec, statusKey, statusSort', { ':true': true });
    },
    listOpen: (limit, cursor) => pageOf(access, { index: 'byStatus', key: open, forward: true, limit, cursor }, requestOf),
  };
}

function requestOf(item: Record<string, unknown>): StackRequest {
  const { pk, sk, statusKey, statusSort, spec, ...request } = item;
  return {
    responseUrl: '',
    ...request,
    ...(typeof spec === 'string' ? { spec: JSON.parse(spec) } : {}),
  } as unknown as StackRequest;
}
