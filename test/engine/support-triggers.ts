import { expect } from 'vitest';
import type { OperationPage, OperationView } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { dockerHubSecret, givenWorld, type TestWorld } from '../support/world.ts';
import { baseImage } from './support-base.ts';

export const web = { image: 'nginx:1.27', port: 80 };
export const following: Spec = { rebuild: { onBaseImagePush: true }, services: { web: { image: baseImage, port: 80 } } };

/** A world in which `hello` serves the spec. */
export async function givenServing(spec: Spec, prepare?: (world: TestWorld) => void) {
  const world = await givenWorld();
  prepare?.(world);
  expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  return world;
}

/** Every operation of it, oldest first. */
export async function operations(world: TestWorld): Promise<readonly OperationView[]> {
  const page = (await world.request<OperationPage>('GET', '/operations?environment=hello&limit=100')).body;
  return Promise.all([...page.operations].reverse().map(({ id }) => world.operation(id)));
}
export const told = async (world: TestWorld) =>
  (await operations(world)).map(({ kind, trigger, status }) => [kind, trigger, status]);
/** An event of AWS. */
const tell = (world: TestWorld, source: string, type: string, detail: object) =>
  world.region.context.emit(source, type, [], detail as Record<string, unknown>);

export const rotate = (world: TestWorld, eventTime: string) =>
  tell(world, 'aws.secretsmanager', 'AWS Service Event via CloudTrail', {
    eventName: 'RotationSucceeded',
    eventTime,
    additionalEventData: { SecretId: dockerHubSecret },
  });
