import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { buffer, text } from 'node:stream/consumers';
import type { Ministack } from '../start-ministack.ts';
import type { SentEvent } from './sent-event.ts';

/** What CloudFormation shows while a resource is asked, and MiniStack does not. */
export type Unshown = 'Create' | 'Update' | 'cleanup';

export interface Front {
  readonly endpoint: string;
  /** What had to be shown in its stead. */
  readonly unshown: ReadonlySet<Unshown>;
  /** What it showed by itself, all the same. */
  readonly shown: ReadonlySet<Unshown>;
  stop(): void;
}

/**
 * MiniStack's CloudFormation, as a provider asks it: a resource that is being asked is in progress, and a stack that has
 * replaced one is cleaning up. Everything else is answered by MiniStack.
 */
export async function showsInProgress(
  { endpoint, certificate }: Pick<Ministack, 'endpoint' | 'certificate'>,
  asked: () => SentEvent | undefined,
): Promise<Front> {
  const unshown = new Set<Unshown>();
  const shown = new Set<Unshown>();
  const agent = new Agent({ ca: certificate, servername: 'localhost' });
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const answer = await forwarded(incoming, body).catch(() => ({ status: 502, body: '' }));
    const form = new URLSearchParams(body.toString());
    const event = asked();
    const said = event?.StackId === form.get('StackName') ? inProgress(event, form, answer) : answer;
    send(outgoing, said);
  }).listen(0, '127.0.0.1');
  server.unref();
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  function inProgress(event: SentEvent | undefined, form: URLSearchParams, answer: Said): Said {
    const { RequestType: type = '', LogicalResourceId: id = '', ResourceType = '' } = event ?? {};
    const about = (what: Unshown, isShown: boolean, instead: () => Said): Said => {
      (isShown ? shown : unshown).add(what);
      return isShown ? answer : instead();
    };
    const action = form.get('Action');
    if (action === 'DescribeStackResource' && form.get('LogicalResourceId') === id && (type === 'Create' || type === 'Update'))
      return about(type, /<ResourceStatus>\w+_IN_PROGRESS</.test(answer.body), () => ({
        status: 200,
        body: detail(id, ResourceType, type),
      }));
    if (action === 'DescribeStacks' && type === 'Delete' && !/<StackStatus>\w*(DELETE|ROLLBACK)_/.test(answer.body))
      return about('cleanup', /CLEANUP/.test(answer.body), () => ({
        status: 200,
        body: answer.body.replace(/(?<=<StackStatus>)\w+/, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
      }));
    return answer;
  }

  function forwarded(incoming: IncomingMessage, body: Buffer): Promise<Said> {
    return new Promise((resolve, reject) => {
      const { method, headers } = incoming;
      const outgoing = httpsRequest(`${endpoint}${incoming.url}`, { method, headers, agent }, async (answer) =>
        resolve({ status: answer.statusCode ?? 500, body: await text(answer) }),
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    unshown,
    shown,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Said {
  readonly status: number;
  readonly body: string;
}

function send(outgoing: ServerResponse, { status, body }: Said): void {
  outgoing.writeHead(status, { 'content-type': 'text/xml' });
  outgoing.end(body);
}

const detail = (id: string, type: string, request: string) =>
  `<DescribeStackResourceResponse><DescribeStackResourceResult><StackResourceDetail>
    <LogicalResourceId>${id}</LogicalResourceId><ResourceType>${type}</ResourceType>
    <ResourceStatus>${request.toUpperCase()}_IN_PROGRESS</ResourceStatus>
  </StackResourceDetail></DescribeStackResourceResult></DescribeStackResourceResponse>`;
