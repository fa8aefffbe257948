import type { Builds } from '../../cloud/builds.ts';
import type { Logs } from '../../cloud/logs.ts';
import type { Services } from '../../cloud/services.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import type { Table } from '../../cloud/table.ts';

/** What the use cases of Observer ask. */
export interface ObserverDeps {
  readonly table: Table;
  readonly stacks: Stacks;
  readonly builds: Builds;
  readonly services: Services;
  readonly logs: Logs;
  readonly now: () => number;
  readonly log: (line: object) => void;
}
