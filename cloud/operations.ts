import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { attemptKey } from '../domain/operation/attempt-key.ts';
import type { Attempt, Cause, OpenWait, Operation, Plan } from '../domain/operation/operation.ts';
import { statusesBefore } from '../domain/operation/transitions.ts';
import type { OperationStatus } from '../schemas/gen/api.types.ts';
import { conditionally } from './conditionally.ts';
import { pageOf } from './page-of.ts';
import type { TableAccess } from './table-access.ts';

/** The operation's item. Every verb is one conditional write; a false answer means the record was not as expected. */
export interface Operations {
  get(id: string): Promise<Operation | undefined>;
  /** False: there is one of that id already. */
  create(operation: Operation): Promise<boolean>;
  /** Moves the status along the legal transitions and writes `fields` with it. */
  move(id: string, to: OperationStatus, fields?: Partial<Operation>): Promise<boolean>;
  /** Adds a cause once, whatever the status. */
  addCause(id: string, cause: Cause): Promise<boolean>;
  /** False: the operation has a plan already, or is not RUNNING. */
  savePlan(id: string, plan: Plan): Promise<boolean>;
  /** False: there is one already. The first stays. */
  saveDiagnosis(id: string, diagnosis: NonNullable<Operation['diagnosis']>): Promise<boolean>;
  /** Opens or renews a step's wait, unless the operation left `during` or a later entry of the step holds it. */
  openWait(id: string, key: string, wait: OpenWait, during: readonly OperationStatus[]): Promise<boolean>;
  /** Says what the wait is about now; nothing when another entry holds it. */
  describeWait(id: string, key: string, entry: string, detail: string): Promise<boolean>;
  /** Removes the wait of that entry. */
  closeWait(id: string, key: string, entry: string): Promise<boolean>;
  /** The fence's other side: no attempt is written unless the operation is in `during`. False also when it exists. */
  writeAttempt(id: string, attempt: Attempt, during: readonly OperationStatus[]): Promise<boolean>;
  acknowledgeAttempt(id: string, attempt: Attempt, at: string, reference?: string): Promise<boolean>;
  /** The first outcome stays. */
  endAttempt(id: string, attempt: Attempt, end: AttemptEnd): Promise<boolean>;
  /** A new execution drives the operation; false when another recovery came first. */
  replaceExecution(id: string, seen: Operation, execution: string, at: string): Promise<boolean>;
  listByStatus(status: OperationStatus, limit: number, cursor?: string): Promise<{ items: Operation[]; next?: string }>;
  /** Newest first. */
  listByEnvironment(environment: string, limit: number, cursor?: string): Promise<{ items: Operation[]; next?: string }>;
}
export type AttemptEnd = Required<Pick<Attempt, 'outcome' | 'endedAt'>> &
  Partial<Pick<Attempt, 'reason' | 'link' | 'image' | 'inputs' | 'unchanged' | 'reference'>>;

const keyOf = (id: string) => ({ pk: `OPERATION#${id}`, sk: 'OPERATION' });

export function makeOperations(access: TableAccess): Operations {
  const { client, name: TableName } = access;
  /** SET of the given paths (dots are nesting; a path's parts are escaped) under a condition over names `#…`. */
  const update = (
    id: string,
    set: readonly [path: readonly string[], value: unknown][],
    condition: string,
    values: object,
    names: object,
    remove: readonly (readonly string[])[] = [],
  ) => {
    const ExpressionAttributeNames: Record<string, string> = { ...names };
    const ExpressionAttributeValues: Record<string, unknown> = { ...values };
    const nameOf = (path: readonly string[]) =>
      path
        .map((part) => {
          const alias = `#p${Object.keys(ExpressionAttributeNames).length}`;
          ExpressionAttributeNames[alias] = part;
          return alias;
        })
        .join('.');
    const sets = set.map(([path, value], index) => {
      ExpressionAttributeValues[`:v${index}`] = value;
      return `${nameOf(path)} = :v${index}`;
    });
    const removes = remove.map(nameOf);
    const UpdateExpression = [sets.length ? `SET ${sets.join(', ')}` : '', removes.length ? `REMOVE ${removes.join(', ')}` : '']
      .join(' ')
      .trim();
    return conditionally(() =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(id),
          UpdateExpression,
          ConditionExpression: condition,
          ExpressionAttributeNames,
          ...(Object.keys(ExpressionAttributeValues).length ? { ExpressionAttributeValues } : {}),
        }),
      ),
    );
  };
  const statusIn = (statuses: readonly OperationStatus[]) => ({
    condition: `#status IN (${statuses.map((_, index) => `:s${index}`).join(', ')})`,
    values: Object.fromEntries(statuses.map((status, index) => [`:s${index}`, status])),
    names: { '#status': 'status' },
  });

  return {
    async get(id) {
      const found = await client.send(new GetCommand({ TableName, Key: keyOf(id), ConsistentRead: true }));
      return found.Item ? operationOf(found.Item) : undefined;
    },
    create: (operation) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: {
              ...keyOf(operation.id),
              ...operation,
              statusKey: `OPERATION#${operation.status}`,
              statusSort: `${operation.openedAt}#${operation.id}`,
              environmentKey: `ENVIRONMENT#${operation.environment}`,
              environmentSort: `${operation.openedAt}#${operation.id}`,
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),
    move(id, to, fields = {}) {
      const { condition, values, names } = statusIn(statusesBefore(to));
      const written = Object.entries(fields).map(([key, value]) => [[key], value] as [readonly string[], unknown]);
      return update(id, [[['status'], to], [['statusKey'], `OPERATION#${to}`], ...written], condition, values, names);
    },
    addCause(id, cause) {
      const path = ['causes', `${cause.phase}/${cause.subject}/${cause.name}`] as const;
      return update(id, [[path, cause]], 'attribute_not_exists(#causes.#cause)', {}, { '#causes': path[0], '#cause': path[1] });
    },
    savePlan(id, plan) {
      const { condition, values, names } = statusIn(['RUNNING']);
      const first = `${condition} AND attribute_not_exists(#plan)`;
      return update(id, [[['plan'], plan]], first, values, { ...names, '#plan': 'plan' });
    },
    saveDiagnosis(id, diagnosis) {
      const first = 'attribute_exists(pk) AND attribute_not_exists(#diagnosis)';
      return update(id, [[['diagnosis'], diagnosis]], first, {}, { '#diagnosis': 'diagnosis' });
    },
    openWait(id, key, wait, during) {
      const { condition, values, names } = statusIn(during);
      const free = '(attribute_not_exists(#waits.#wait) OR #waits.#wait.#entry <= :entry)';
      const more = { '#waits': 'waits', '#wait': key, '#entry': 'entry' };
      return update(
        id,
        [[['waits', key], wait]],
        `${condition} AND ${free}`,
        { ...values, ':entry': wait.entry },
        { ...names, ...more },
      );
    },
    describeWait(id, key, entry, detail) {
      const names = { '#waits': 'waits', '#wait': key, '#entry': 'entry' };
      return update(id, [[['waits', key, 'detail'], detail]], '#waits.#wait.#entry = :entry', { ':entry': entry }, names);
    },
    closeWait(id, key, entry) {
      const names = { '#waits': 'waits', '#wait': key, '#entry': 'entry' };
      return update(id, [], '#waits.#wait.#entry = :entry', { ':entry': entry }, names, [['waits', key]]);
    },
    writeAttempt(id, attempt, during) {
      const { condition, values, names } = statusIn(during);
      const more = { '#attempts': 'attempts', '#attempt': attemptKey(attempt) };
      const path = ['attempts', attemptKey(attempt)];
      return update(id, [[path, attempt]], `${condition} AND attribute_not_exists(#attempts.#attempt)`, values, {
        ...names,
        ...more,
      });
    },
    acknowledgeAttempt(id, attempt, at, reference) {
      const path = ['attempts', attemptKey(attempt)] as const;
      const set: [readonly string[], unknown][] = [[[...path, 'acknowledgedAt'], at]];
      if (reference !== undefined) set.push([[...path, 'reference'], reference]);
      return update(
        id,
        set,
        'attribute_not_exists(#attempts.#attempt.#at)',
        {},
        { '#attempts': path[0], '#attempt': path[1], '#at': 'acknowledgedAt' },
      );
    },
    endAttempt(id, attempt, end) {
      const path = ['attempts', attemptKey(attempt)] as const;
      const set = Object.entries(end)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [[...path, key], value] as [readonly string[], unknown]);
      return update(
        id,
        set,
        'attribute_not_exists(#attempts.#attempt.#outcome)',
        {},
        { '#attempts': path[0], '#attempt': path[1], '#outcome': 'outcome' },
      );
    },
    replaceExecution: (id, seen, execution, at) =>
      update(
        id,
        [
          [['execution'], execution],
          [['recoveries'], seen.recoveries + 1],
          [['takenUpAt'], at],
        ],
        '#recoveries = :seen',
        { ':seen': seen.recoveries },
        { '#recoveries': 'recoveries' },
      ),
    listByStatus: (status, limit, cursor) =>
      pageOf(access, { index: 'byStatus', key: `OPERATION#${status}`, forward: true, limit, cursor }, operationOf),
    listByEnvironment: (environment, limit, cursor) =>
      pageOf(access, { index: 'byEnvironment', key: `ENVIRONMENT#${environment}`, forward: false, limit, cursor }, operationOf),
  };
}

function operationOf(item: Record<string, unknown>): Operation {
  const { pk, sk, statusKey, statusSort, environmentKey, environmentSort, ...operation } = item;
  return operation as unknown as Operation;
}
