import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { Answer } from './ask-signed.ts';
import type { Standing } from './held/standing.ts';

interface Operation {
  readonly status: string;
  readonly phases: readonly { readonly phase: string; readonly status: string }[];
  readonly diagnosis?: unknown;
}

export interface Operated {
  readonly cases: number;
  readonly failures: readonly string[];
  readonly knownGaps: readonly string[];
}

/** The example without its secret, which nobody can offer here: a stand-in says why. */
export function hello(): string {
  const text = readFileSync(new URL('../../examples/hello.json', import.meta.url), 'utf8');
  const { dockerHubSecret: _, ...spec } = JSON.parse(text) as Spec;
  return JSON.stringify(spec);
}

/**
 * How far the engine comes: machines, functions and roles as deployed. It plans, and then MiniStack denies CreateStack, because
 * it does not tell a policy which role and which template a stack is made with. So it fails, cleans up, and the record says why.
 */
export async function judgeCreation(standing: Standing): Promise<Operated> {
  const begun = await callOf(standing, 'PUT', '/environments/hello', hello());
  if (begun.status !== 202) return failed(`PUT /environments/hello is answered ${begun.status} ${JSON.stringify(begun.body)}`);
  const operation = await ended(standing, begun);
  const plan = operation.phases.find(({ phase }) => phase === 'PLAN')?.status;
  const failures = plan === 'DONE' ? [] : [`PLAN is ${plan}: ${JSON.stringify(operation.diagnosis)}`];
  const why = JSON.stringify(operation.diagnosis ?? '');
  if (operation.status !== 'FAILED' || !why.includes('not authorized to perform: cloudformation:CreateStack'))
    failures.push(`a known gap is none any longer, or another one came first: the operation is ${operation.status}: ${why}`);
  const gap = 'ministack gives policies no cloudformation:RoleArn and :TemplateUrl, so no environment gets further than its plan';
  return { cases: 3, failures, knownGaps: [gap] };
}

/** The environment goes the way it does for everybody, and nothing of it stays in the record. */
export async function judgeRemoval(standing: Standing): Promise<Operated> {
  const begun = await callOf(standing, 'DELETE', '/environments/hello');
  if (begun.status !== 202) return failed(`DELETE /environments/hello is answered ${begun.status} ${JSON.stringify(begun.body)}`);
  const operation = await ended(standing, begun);
  const failures = operation.status === 'SUCCEEDED' ? [] : [`the removal is ${JSON.stringify(operation)}`];
  const { status } = await callOf(standing, 'GET', '/environments/hello');
  if (status !== 404) failures.push(`an environment that is deleted is answered ${status}`);
  return { cases: 3, failures, knownGaps: [] };
}

const failed = (failure: string): Operated => ({ cases: 1, failures: [failure], knownGaps: [] });

export function callOf({ ask, outputs }: Standing, method: string, path: string, body?: string): Promise<Answer> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  return ask('execute-api', { method, url: `${outputs.Url}${path}`, headers, ...(body !== undefined && { body }) });
}

/** An operation has its result a moment before its environment is given back. */
async function released(standing: Standing): Promise<void> {
  const until = Date.now() + 15_000;
  for (;;) {
    const { body } = await callOf(standing, 'GET', '/environments/hello');
    if (!/ING$/.test((body as { readonly status?: unknown }).status?.toString() ?? '')) return;
    if (Date.now() > until) throw new Error(`hello is not given back: ${JSON.stringify(body)}`);
    await delay(200);
  }
}

async function ended(standing: Standing, begun: Answer): Promise<Operation> {
  const { href } = begun.body as { href: string };
  const until = Date.now() + 150_000;
  for (;;) {
    const { status, body } = await callOf(standing, 'GET', href);
    const operation = body as Operation;
    if (status === 200 && ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(operation.status)) {
      await released(standing);
      return operation;
    }
    if (Date.now() > until) throw new Error(`${href} has not ended: ${status} ${JSON.stringify(body)}`);
    await delay(500);
  }
}
