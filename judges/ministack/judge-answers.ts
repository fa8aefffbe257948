import { routes } from '../../functions/routes.ts';
import type { Credentials } from './ask-signed.ts';
import type { Standing } from './held/standing.ts';
import { account, region } from './owner.ts';
import { userWith } from './user-with.ts';

/** MiniStack answers GET /health of every host itself. The same stage by its name is API Gateway's again. */
export const healthPath = '/$default/health';

interface Asked {
  readonly cases: number;
  readonly failures: readonly string[];
}

/** What callers get at the address the stack gives out: whoever may, whoever may not, and nobody at all. */
export async function judgeAnswers({ connect, ask, outputs }: Standing): Promise<Asked> {
  const failures: string[] = [];
  let cases = 0;
  const { Url = '' } = outputs;
  const api = /\/\/(\w+)\./.exec(Url)?.[1] ?? '';
  const expect = async (
    who: string,
    method: string,
    path: string,
    wanted: number,
    credentials?: Credentials | null,
  ): Promise<unknown> => {
    cases += 1;
    const { status, body } = await ask('execute-api', { method, url: Url + path }, credentials);
    if (status !== wanted)
      failures.push(`${method} ${path} by ${who} is answered ${status} instead of ${wanted}: ${JSON.stringify(body)}`);
    return body;
  };
  const health = (await expect('the root', 'GET', healthPath, 200)) as { status?: unknown; embedded?: unknown } | undefined;
  if (health?.status !== 'ok' || health.embedded !== false) failures.push(`/health answers ${JSON.stringify(health)}`);
  const page = (await expect('the root', 'GET', '/environments', 200)) as { environments?: unknown } | undefined;
  if (JSON.stringify(page?.environments) !== '[]') failures.push(`/environments answers ${JSON.stringify(page)}`);
  await expect('the root', 'GET', '/nothing-here', 404);
  for (const { method, path } of routes)
    await expect('nobody', method, path === '/health' ? healthPath : path.replaceAll(/\{\w+\}/g, 'hello'), 403, null);

  const invoke = `arn:aws:execute-api:${region}:${account}:${api}/*/GET/environments`;
  const caller = await userWith(connect, 'caller', { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: invoke });
  const stranger = await userWith(connect, 'stranger', { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' });
  await expect('a user who may', 'GET', '/environments', 200, caller);
  await expect('a user who may read', 'DELETE', '/environments/hello', 403, caller);
  await expect('a user who may not', 'GET', '/environments', 403, stranger);
  return { cases, failures };
}
