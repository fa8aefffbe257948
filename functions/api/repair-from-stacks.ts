import { isName } from '../../domain/is-name.ts';
import { parseStackName, stackName } from '../../domain/operation/stack-name.ts';
import { toFindings } from '../../domain/spec/to-findings.ts';
import type { RepairedEnvironment, RepairFromStacks, RepairReport } from '../../schemas/gen/api.types.ts';
import { validateRepairFromStacks } from '../../schemas/gen/validators.js';
import { Problem } from './problem.ts';
import { restoreOne } from './restore-one.ts';
import type { RestorerDeps } from './restorer-deps.ts';
import type { Use } from './use-case.ts';

/** Of the 25 s this function has; one environment takes about a second. */
const beginsUntilMs = 15_000;

/**
 * Writes again what the table lost, of one environment or of every one that stands, by name. It may be sent twice and at
 * once: what is recorded stays as it is. `next` says where to go on when there was no time for all.
 */
export const repairFromStacks: Use<RestorerDeps> = async ({ body, actor }, deps) => {
  if (!validateRepairFromStacks(body))
    throw new Problem(
      400,
      'BODY_REFUSED',
      'The body is { "from": "stacks" }, with an "environment" or with none for all of them.',
      {
        findings: toFindings(validateRepairFromStacks.errors ?? [], ['from', 'environment', 'after']),
      },
    );
  const { environment: one, after = '' } = body as RepairFromStacks;
  const names = one === undefined ? (await standingNames(deps)).filter((name) => name > after) : [one];
  const begun = deps.now();
  const environments: RepairedEnvironment[] = [];
  for (const name of names) {
    if (environments.length > 0 && deps.now() - begun > beginsUntilMs) break;
    const repaired = await restoreOne(name, deps).catch((error: unknown) => unanswered(name, error));
    if (repaired.outcome !== 'RECORDED') deps.log({ level: 'WARN', message: 'restored from stacks', by: actor, ...repaired });
    environments.push(repaired);
  }
  const last = names[environments.length - 1];
  const report: RepairReport = { environments, ...(environments.length < names.length && last ? { next: last } : {}) };
  return { status: 200, body: report };
};

/** Environments that have a stack of their name, theirs or not, in one order for everybody. */
async function standingNames({ templates }: RestorerDeps): Promise<readonly string[]> {
  const owners = (await templates.names()).flatMap((name) => {
    const owner = parseStackName(name);
    return owner && isName(owner.environment) && stackName(owner.environment, owner.kind) === name ? [owner.environment] : [];
  });
  return [...new Set(owners)].sort();
}

/** One environment AWS says nothing of keeps nobody else from being restored; without a table there is nothing to restore into. */
function unanswered(name: string, error: unknown): RepairedEnvironment {
  const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
  if (kind === 'ResourceNotFoundException')
    throw new Problem(409, 'RECORD_MISSING', 'There is no table to restore into: make it first, as docs/runbook.md says.', {
      cause: error,
    });
  return { name, outcome: 'NOT_RESTORED', sentence: `it could not be read (${kind}: ${message}); send it again` };
}
