import { attemptsOf, mayStillBeCalled } from '../operation/attempts-of.ts';
import type { Look } from '../operation/look.ts';
import type { Operation } from '../operation/operation.ts';
import type { BuildView } from './build-view.ts';
import { foundNothingToMake } from './found-nothing-to-make.ts';

const most = 3;
/** A role that is younger than this may not be assumable everywhere yet. Seconds. */
const propagationSeconds = 120;

const unchanged = 'unchanged: it was made of the same base images and the same source as now';

/**
 * Is the image there, made by this operation's attempt? `digest` is what the registry says of the attempt's tag, or of the image
 * that serves, when the build found nothing to make.
 */
export function lookAtBuild(
  operation: Operation,
  image: string,
  view: BuildView | undefined,
  digest: string | undefined,
  now: number,
): Look {
  const attempts = attemptsOf(operation, image, ['build']);
  const attempt = attempts.at(-1);
  if (!attempt) return { state: 'START', action: 'build' };
  if (attempt.outcome === 'DONE') return { state: 'DONE', detail: attempt.image ?? 'built' };
  if (attempt.outcome === 'FAILED')
    return { state: 'FAILED', reason: attempt.reason ?? 'failed', ...(attempt.link ? { link: attempt.link } : {}) };
  if (!view)
    return attempt.acknowledgedAt
      ? { state: 'RUNNING', detail: 'accepted, not shown yet' }
      : { state: 'START', action: 'build', again: true };
  if (view.status === 'IN_PROGRESS' || !view.complete) return { state: 'RUNNING', detail: view.phase };
  if (view.status === 'SUCCEEDED') {
    const { MOORAGE_INPUTS: inputs = '' } = view.exported;
    const known = /^[0-9a-f]{64}$/.test(inputs) ? { inputs } : {};
    if (digest && foundNothingToMake(view)) return { state: 'DONE', detail: unchanged, ...known, unchanged: true };
    if (digest) return { state: 'DONE', detail: digest, ...known };
    const link = view.link ? { link: view.link } : {};
    if (!foundNothingToMake(view))
      return { state: 'FAILED', reason: 'the build succeeded but its tag is not in the registry', ...link };
    const reason = 'the build found nothing to make, but the image that serves is not in the registry any more';
    return { state: 'FAILED', reason, retryable: attempts.length < most, ...link };
  }
  // CodeBuild repeats the whole command before what it came to; the command is ours and says nothing.
  const messages = view.messages.map((message) =>
    message.replace(/^Error while executing command: [\s\S]*\. Reason: /, 'a command ended with '),
  );
  const reason = `${view.failedPhase ?? view.phase} ${view.status}: ${messages.join('; ') || 'no message'}`;
  const young = now - Date.parse(attempt.at) < propagationSeconds * 1000;
  const early = ['SUBMITTED', 'QUEUED', 'PROVISIONING', 'DOWNLOAD_SOURCE'].includes(view.failedPhase ?? '');
  const propagating = young && early && /not authorized|AccessDenied/i.test(reason);
  return {
    state: 'FAILED',
    reason,
    retryable: (propagating || view.status === 'FAULT') && attempts.length < most,
    ...(view.link ? { link: view.link } : {}),
  };
}

/** Has every build of the image ended that this operation began? `views` are those of its attempts that were found. */
export function lookAtStoppedBuild(operation: Operation, image: string, views: readonly BuildView[], now: number): Look {
  const attempts = attemptsOf(operation, image, ['build']);
  if (attempts.some((attempt) => mayStillBeCalled(attempt, now)))
    return { state: 'WAIT', detail: 'a call of this operation may still arrive' };
  const running = views.filter((view) => !view.complete);
  if (running.length === 0) return { state: 'DONE', detail: 'no build runs' };
  const stops = attemptsOf(operation, image, ['stop']);
  const last = stops.at(-1);
  if (!last || (last.acknowledgedAt === undefined && last.outcome === undefined))
    return { state: 'START', action: 'stop', ...(last ? { again: true } : {}) };
  return { state: 'RUNNING', detail: `stopping ${running.map((view) => view.id).join(', ')}` };
}
