import { describe, expect, it } from 'vitest';
import type { Accepted, OperationView, Plan } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { withoutRecord } from '../support/without-record.ts';
import type { TestWorld } from '../support/world.ts';
import { givenServing, restore } from './support-restore.ts';
import { cannotStart, serves } from './support-standing.ts';

const web = { image: 'nginx:1.27', port: 80 };
const nginx: Spec = { services: { web } };
const httpd: Spec = { services: { web: { ...web, image: 'httpd:2.4' } } };

const builds = ({ attempts }: OperationView) => attempts.filter(({ action }) => action === 'build').map(({ subject }) => subject);
const digests = (world: TestWorld) => serves(world).map((one) => one.digests);

/** Upstream has moved on since the table was lost. */
async function givenRestored(...specs: readonly Spec[]) {
  const world = await withoutRecord(await givenServing(...specs));
  world.region.setKnob('dockerHub.revisions', { 'library/nginx:1.27': 2, 'library/httpd:2.4': 2 });
  await restore(world);
  return { world, ran: digests(world) };
}
async function asked(world: TestWorld, what: string) {
  const { body } = await world.request<Accepted>('POST', `/environments/hello/${what}`);
  return world.ended(body.operation);
}

describe('an environment whose record was restored', () => {
  it.each(['repair', 'restart'])('keeps its images through a %s', async (what) => {
    const { world, ran } = await givenRestored(nginx);

    const operation = await asked(world, what);

    expect([operation.status, builds(operation)]).toEqual(['SUCCEEDED', []]);
    expect(digests(world)).toEqual(ran);
  });

  it('keeps them through an update of something else, as its plan says', async () => {
    const { world } = await givenRestored(nginx);
    const spec = { services: { web: { ...web, variables: { COLOUR: 'blue' } } } };
    const { body } = await world.request<Plan>('POST', '/plans', { name: 'hello', spec });

    const operation = await world.ended(await world.put('hello', spec, { 'plan-hash': body.planHash ?? '' }));

    expect(body.images?.map(({ becomes }) => becomes)).toEqual(['kept']);
    expect([operation.status, builds(operation)]).toEqual(['SUCCEEDED', []]);
  });

  it('goes back to the revision before, whose image is made anew: who made it is not restored', async () => {
    const { world } = await givenRestored(nginx, httpd);

    const back = await asked(world, 'rollback');

    expect([back.status, builds(back)]).toEqual(['SUCCEEDED', [expect.stringMatching(/^nginx-/)]]);
    expect((await world.environment('hello')).spec).toEqual(nginx);
    expect(cannotStart(world)).toEqual([]);
  });
});
