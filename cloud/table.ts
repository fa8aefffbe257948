import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Connect } from './connect.ts';
import { type Dues, makeDues } from './dues.ts';
import { type Environments, makeEnvironments } from './environments.ts';
import { type Freezes, makeFreezes } from './freezes.ts';
import { makeOperations, type Operations } from './operations.ts';
import { makeRevisions, type Revisions } from './revisions.ts';
import { makeStackRequests, type StackRequests } from './stack-requests.ts';
import type { TableAccess } from './table-access.ts';
import { makeTimeline, type Timeline } from './timeline.ts';
import { makeWatches, type Watches } from './watches.ts';
import { makeWaves, type Waves } from './waves.ts';

export interface Table {
  readonly environments: Environments;
  readonly operations: Operations;
  readonly revisions: Revisions;
  readonly timeline: Timeline;
  readonly freezes: Freezes;
  readonly watches: Watches;
  readonly waves: Waves;
  readonly dues: Dues;
  readonly stackRequests: StackRequests;
}

/** One table, single-item conditional writes, nothing else: no transaction, no scan, no filter. */
export function makeTable(connect: Connect, name: string): Table {
  const client = DynamoDBDocumentClient.from(connect(DynamoDBClient), { marshallOptions: { removeUndefinedValues: true } });
  const access: TableAccess = { client, name };
  return {
    environments: makeEnvironments(access),
    operations: makeOperations(access),
    revisions: makeRevisions(access),
    timeline: makeTimeline(access),
    freezes: makeFreezes(access),
    watches: makeWatches(access),
    waves: makeWaves(access),
    dues: makeDues(access),
    stackRequests: makeStackRequests(access),
  };
}
