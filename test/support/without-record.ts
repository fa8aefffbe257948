import { makeDynamoDb } from '../../local/dynamodb.ts';
import type { EmbeddedOptions } from '../../local/embedded.ts';
import { givenWorld, type TestWorld } from './world.ts';

/** The same AWS with an empty table: what stands and runs goes on, and nothing of ours knows of it. */
export const withoutRecord = (world: TestWorld, options: Partial<EmbeddedOptions> = {}): Promise<TestWorld> =>
  givenWorld({ ...options, dynamo: makeDynamoDb(), state: structuredClone(world.region.state) });
