import type { Cost } from '../../schemas/gen/api.types.ts';
import type { Operation } from '../operation/operation.ts';
import { prices } from './prices.ts';
import { toCost } from './to-cost.ts';

/** What running the operation cost: transitions and build minutes. Lambda stays far below a tenth of a cent. */
export function operationCost(operation: Operation, transitions: number): Cost {
  const builds = Object.values(operation.attempts).filter(
    (attempt) => attempt.action === 'build' && attempt.endedAt !== undefined,
  );
  return toCost([
    { what: `Step Functions: ${transitions} transitions`, amount: transitions * prices.stateTransition },
    ...builds.map((attempt) => {
      const architecture = operation.plan?.images.find((image) => image.key === attempt.subject)?.architecture ?? 'X86_64';
      // CodeBuild bills every minute begun.
      const minutes = Math.ceil((Date.parse(attempt.endedAt ?? attempt.at) - Date.parse(attempt.at)) / 60_000);
      return { what: `CodeBuild: ${attempt.subject}, ${minutes} min`, amount: minutes * prices.buildMinute[architecture] };
    }),
  ]);
}
