import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../../test/support/demo-spec.ts';
import type { Scenario } from '../shapes/scenarios.ts';
import { beginRemoval } from './begin-removal.ts';
import { created } from './created.ts';
import { otherSpec } from './other-spec.ts';

/** Questions: plans, dry runs, and every route that can be asked. */
export const readingScenarios: readonly Scenario[] = [
  {
    what: 'a dry run, of a new name and of what serves',
    play: async (world) => {
      const spec = { ...demoSpec, bastion: true };
      await world.request('POST', '/plans', { name: 'hello', spec });
      await world.ended(await world.put('hello', spec));
      await world.request('POST', '/plans', { name: 'hello', patch: { network: { zones: 1 } } });
    },
  },
  {
    what: 'plans before there is anything and after',
    play: async (world) => {
      const plan = (spec: Spec) => world.request('POST', '/plans', { name: 'hello', spec });
      const spec: Spec = { ...demoSpec, bastion: true, egress: 'endpoints' };
      await plan(spec);
      await plan(demoSpec);
      await world.ended(await world.put('hello', spec));
      await plan(demoSpec);
      await world.ended(await beginRemoval(world));
    },
  },
  {
    what: 'everything that can be asked',
    play: async (world) => {
      await created(world);
      const { operations } = (await world.request<{ operations: { id: string }[] }>('GET', '/operations?limit=1')).body;
      const id = operations[0]?.id ?? '';
      for (const path of ['/environments', '/environments/hello', '/operations', `/operations/${id}`, '/openapi.json', '/health'])
        await world.request('GET', path);
      for (const path of [
        '/environments/hello/health',
        '/environments/hello/logs',
        '/environments/hello/logs?service=stock',
        '/environments/hello/logs?build=custom',
        '/freeze',
      ])
        await world.request('GET', path);
      await world.request('PUT', '/freeze', { scope: 'everything', reason: 'a look around' });
      await world.request('DELETE', '/freeze');
      await world.request('POST', '/environments?dryRun=true', demoSpec);
      await world.request('PUT', '/environments/hello?dryRun=true', otherSpec);
      await world.ended(await beginRemoval(world));
    },
  },
];
