import type { Build, Spec } from '../../schemas/gen/spec.types.ts';
import type { EcrState } from '../../simulator/ecr/ecr-state.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const dockerfile = 'FROM nginx:1.27\nCOPY name /name\n';
/** Files whose image says in `/name` what it was built from. */
export const app = (name: string) => ({ Dockerfile: dockerfile, name });
/** A place that builds images and runs nothing. */
export const of = (build: Build): Spec => ({ builds: { app: build } });

export const imagesOf = ({ region }: TestWorld) =>
  Object.values(region.context.state<EcrState>('ECR').repositories).flatMap(({ images }) =>
    Object.values(images).flatMap(({ content }) => (content ? [content] : [])),
  );
/** What `/name` says in every image there is. */
export const names = (world: TestWorld) => imagesOf(world).map(({ files }) => files['/name']);

/** What the operator of this deployment offers of S3. */
export const offering = {
  settings: {
    OFFERS: JSON.stringify([{ actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: ['arn:aws:s3:::theirs/*'] }]),
  },
};

/** An environment of one build, to the end of its operation. */
export async function made(build: Build, prepare: (world: TestWorld) => unknown = () => {}) {
  const world = await givenWorld(offering);
  await prepare(world);
  const operation = await world.ended(await world.put('hello', of(build)));
  return { world, operation };
}
