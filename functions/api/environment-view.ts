import type { Environment } from '../../domain/operation/environment.ts';
import type { EnvironmentView } from '../../schemas/gen/api.types.ts';
import type { ApiDeps } from './use-case.ts';

/** What a caller sees of an environment: the spec that serves, or while none does the one that was asked for. */
export async function environmentView(environment: Environment, { table }: ApiDeps): Promise<EnvironmentView> {
  const operation = environment.serving?.operation ?? environment.active?.operation ?? environment.lastOperation;
  const revision = operation ? await table.revisions.get(environment.name, operation) : undefined;
  return {
    ...summaryOf(environment),
    ...(revision
      ? {
          spec: revision.spec as unknown as Record<string, unknown>,
          effective: revision.effective as unknown as Record<string, unknown>,
        }
      : {}),
  };
}

/** The same without the spec, for lists. */
export function summaryOf({
  name,
  status,
  serving,
  createdAt,
  updatedAt,
  createdBy,
  outputs,
  active,
  next,
  again = {},
  lastOperation,
  lastFailure,
  stuck,
  monthlyCost,
}: Environment): EnvironmentView {
  const remembered = Object.values(again).map(({ kind, why }) => ({ kind, why }));
  return {
    name,
    status,
    revision: serving?.revision ?? 0,
    createdAt,
    updatedAt,
    createdBy,
    ...(outputs ? { outputs } : {}),
    ...(active ? { operation: active.operation } : {}),
    ...(next ? { next: next.operation } : {}),
    ...(remembered.length > 0 ? { remembered } : {}),
    ...(lastOperation ? { lastOperation } : {}),
    ...(lastFailure ? { lastFailure } : {}),
    ...(stuck ? { stuck } : {}),
    ...(monthlyCost ? { monthlyCost } : {}),
  };
}
