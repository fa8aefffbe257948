import type { Cost } from '../../schemas/gen/api.types.ts';
import type { Operation } from '../operation/operation.ts';
import { prices } from './prices.ts';
import { toCost } from './to-cost.ts';

/** What running the operation cost: transitions and build minutes. Lambda stays far below a tenth of a cent. */
export function operationCost(operation: Operation, transitions: number): Cost {
  const builds = Object.values(operation.attempts).flatMap((attempt) => {
    const endedAt = attempt.endedAt ?? stoppedAt(operation, attempt.subject);
    return attempt.action === 'build' && endedAt !== undefined ? [{ ...attempt, endedAt }] : [];
  });
  return toCost([
    { what: `Step Functions: ${transitions} transitions`, amount: transitions * prices.stateTransition },
    ...builds.map((attempt) => {
      const architecture = operation.plan?.images.find((image) => image.key === attempt.subject)?.architecture ?? 'X86_64';
      // CodeBuild bills every minute begun.
      const minutes = Math.ceil((Date.parse(attempt.endedAt) - Date.parse(attempt.at)) / 60_000);
      return { what: `CodeBuild: ${attempt.subject}, ${minutes} min`, amount: minutes * prices.buildMinute[architecture] };
    }),
  ]);
}

/** A build that was stopped has no end of its own in the record: it is billed until it was found stopped. */
function stoppedAt(operation: Operation, subject: string): string | undefined {
  return Object.values(operation.attempts).find((attempt) => attempt.subject === subject && attempt.action === 'stop')?.endedAt;
}
