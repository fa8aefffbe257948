import type { Bus } from '../../cloud/bus.ts';
import type { Table } from '../../cloud/table.ts';

/** What telling others takes: the bus, and the timeline that says what could not be told. */
export interface TellDeps {
  readonly bus: Bus;
  readonly table: Table;
  readonly now: () => number;
}
