import type { EnvironmentView } from '../schemas/gen/api.types.ts';
import type { Client } from './make-client.ts';
import { Refused } from './refused.ts';

/** Undefined: there is none of that name. */
export const findEnvironment = async (name: string, client: Client): Promise<EnvironmentView | undefined> => {
  try {
    const { body } = await client.send({ method: 'GET', path: `/environments/${encodeURIComponent(name)}` });
    return body as EnvironmentView;
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return undefined;
    throw error;
  }
};
