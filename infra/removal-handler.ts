import { type RemovalRequest, removalAnswer } from './removal-answer.ts';
import { standingEnvironments } from './standing-environments.ts';

/** The Lambda behind the removal guard. It reads names and nothing else. */
export async function handler(request: RemovalRequest): Promise<void> {
  // Whoever may invoke this could have it write elsewhere.
  if (!/^https:\/\/[^/?#@]+\.amazonaws\.com(\.cn)?\//.test(request.ResponseURL)) throw new Error('this is not CloudFormation');
  const body = JSON.stringify(await removalAnswer(request, () => standingEnvironments()));
  // The URL is signed for exactly an empty type.
  const { ok, status } = await fetch(request.ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body });
  // Lambda asks again, twice.
  if (!ok) throw new Error(`CloudFormation did not take the answer: ${status}`);
}
