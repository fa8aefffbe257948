import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { Run } from '../judge-of.ts';
import { type Lived, operationOf } from './live-through.ts';
import { released } from './released.ts';
import { absentTag } from './stand-ins/builds-that-push.ts';
import type { World } from './start-world.ts';

/** A create whose image does not exist: it fails, says why in the registry's words, and takes away what it made. */
export async function failOnce(world: World, run: Run): Promise<Lived> {
  const path = '/environments/failing';
  const spec: Spec = { services: { web: { image: `nginx:${absentTag}` } } };
  const ended = await operationOf(world, 'PUT', path, spec);
  run.say(`failing: create ${ended.status}`);
  const failures: string[] = [];
  if (ended.status !== 'FAILED') failures.push(`a create without its image ended ${ended.status}`);
  if (!ended.diagnosis) failures.push('a create without its image was not diagnosed');
  const status = await released(world, path);
  if (status !== 'FAILED') failures.push(`an environment whose create failed is ${status}`);
  const removed = await operationOf(world, 'DELETE', path);
  if (removed.status !== 'SUCCEEDED') failures.push(`the delete of what failed ended ${removed.status}`);
  return { cases: 4, failures, lost: [] };
}
