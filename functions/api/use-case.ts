import type { Offers } from '../../cloud/offers.ts';
import type { Parents } from '../../cloud/parents.ts';
import type { Table } from '../../cloud/table.ts';
import type { Workflow } from '../../cloud/workflow.ts';
import type { Deployment } from '../../domain/spec/deployment.ts';
import type { Trigger } from '../../schemas/gen/api.types.ts';

/** A request as a use case sees it: read, parsed and told apart from HTTP's corners. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Who asks, as the authorizer says. */
  readonly actor: string;
  /** What sets it off; a person's request, unless it says otherwise. */
  readonly trigger?: Trigger;
  /**
   * Waits its turn behind an operation that runs, or has it make way, where others are refused. Not of what is asked for, so
   * that a repeat may differ in it.
   */
  readonly behind?: 'waits' | 'makesWay';
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `application/json` unless it says otherwise. */
  readonly type?: string;
}

export interface ApiDeps {
  readonly table: Table;
  readonly workflow: Workflow;
  readonly now: () => number;
  readonly random: () => string;
  readonly log: (line: object) => void;
  readonly offers: Offers;
  readonly parents: Parents;
  readonly deployment: Deployment;
  readonly embedded: boolean;
  /** Principals that may change every environment, as patterns. */
  readonly admins: readonly string[];
}

export type Use<D = ApiDeps> = (request: Request, deps: D) => Promise<Answer>;
