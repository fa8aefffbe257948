import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, vi } from 'vitest';
import { everyService } from '../../simulator/every-service.ts';
import type { RegionOptions } from '../../simulator/region.ts';
import { recordRegion } from './record-region.ts';
import { serviceModels } from './service-models.ts';
import { makeTally } from './tally.ts';

const { SHAPES_MODELS: models, SHAPES_COUNTS: counts } = process.env;
if (!models || !counts) throw new Error('the judge shapes tells where the models are and the counts go');
const tally = makeTally(serviceModels(models));

// Tests of one service have stand-ins for its neighbours; those are no claim about AWS.
const isReal = (options: RegionOptions) => (name: string) => {
  const [used, real] = [options.services, everyService].map((all) => all.find((service) => service.name === name));
  return name === 'CloudFormation' || (used !== undefined && used.operations === real?.operations);
};

vi.mock('../../simulator/region.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../simulator/region.ts')>();
  return {
    ...original,
    makeRegion: (options: RegionOptions) => {
      const region = original.makeRegion(options);
      // The tests of the simulator ask wrongly on purpose: what they say is not judged, what they are answered is.
      recordRegion(region, tally, { judges: isReal(options), judgesInput: false });
      return region;
    },
  };
});

afterAll(() => {
  writeFileSync(`${counts}/${randomUUID()}.json`, JSON.stringify(tally.count));
});
