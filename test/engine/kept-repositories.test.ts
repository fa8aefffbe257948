import { expect, it } from 'vitest';
import { makeTable } from '../../cloud/table.ts';
import { blueprintVersion } from '../../domain/blueprint-version.ts';
import { imageJobs } from '../../domain/image/image-jobs.ts';
import { repositoryId } from '../../domain/image/repository-id.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { complete } from '../../domain/spec/complete.ts';
import { keptRepositories } from '../../functions/steps/kept-repositories.ts';
import { embeddedConnect } from '../../local/connect.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { givenWorld } from '../support/world.ts';

/** Twenty-five images nobody else has. */
const many = (revision: string): Spec => ({
  builds: Object.fromEntries(
    Array.from({ length: 25 }, (_, index) => {
      const Dockerfile = `FROM nginx:1.27\nENV OF=${revision}${index}\n`;
      return [`${revision}${index}`, { files: { Dockerfile } }];
    }),
  ),
});
const repositoriesOf = (spec: Spec) => imageJobs(complete(spec)).map(({ repository }) => repositoryId(repository));

it('a full registry keeps what serves and the newest of what can be gone back to', async () => {
  const world = await givenWorld();
  const { revisions } = makeTable(embeddedConnect(world.region, world.dynamo), world.settings.TABLE ?? '');
  const served = ['a', 'b', 'c', 'd'];
  const at = new Date(world.region.state.now).toISOString();
  const common = { environment: 'shop', blueprintVersion, createdAt: at, actor: 'ada', requestHash: 'x' };
  for (const [index, operation] of served.entries())
    await revisions.save({
      ...common,
      operation,
      revision: index + 1,
      spec: many(operation),
      effective: complete(many(operation)),
    });
  const history = served.toReversed().map((operation, index) => {
    return { revision: served.length - index, operation, kind: 'UPDATE', trigger: 'request', actor: 'ada', at } as const;
  });
  const standing = Object.fromEntries(
    served.flatMap((one) => repositoriesOf(many(one))).map((id) => [id, { Type: 'AWS::ECR::Repository' }]),
  );
  const environment: Environment = {
    ...{ name: 'shop', status: 'AVAILABLE', createdBy: 'ada', createdAt: at, updatedAt: at, lastRevision: 4, protected: false },
    serving: { revision: 4, operation: 'd', blueprintVersion, stacks: {}, images: {} },
    history,
  };
  const running = { registry: { template: { Resources: standing }, parameters: {} } };
  const coming = { kind: 'UPDATE', effective: complete(many('e')), blueprintVersion } as const;

  const kept = new Set(await keptRepositories(coming, environment, running, { table: { revisions } }));

  // Two outputs each, one of the builds' role, two hundred in all: 99, and 25 of them are its own.
  expect(kept.size).toBe(74);
  const keptOf = (one: string) => repositoriesOf(many(one)).filter((id) => kept.has(id)).length;
  expect(served.map(keptOf)).toEqual([0, 24, 25, 25]);
});
