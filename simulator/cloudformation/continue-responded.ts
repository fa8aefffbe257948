import { presignedUrls } from './presigned-urls.ts';
import { continueJob, thingOf } from './run-jobs.ts';
import { cloudFormationState, type World } from './world.ts';

/** The timer that notices what came in under a URL; it interests nobody but the resources that wait for it. */
export function continueResponded(world: World, url: string): void {
  const stack = cloudFormationState(world).stacks[presignedUrls(world.context)[url]?.stackId ?? ''];
  if (!stack?.running) return;
  for (const job of Object.values(stack.running.jobs)) {
    if (job.state !== 'running') continue;
    const memory = thingOf(stack, job).memory as { url?: string } | undefined;
    if (memory?.url === url) continueJob(world, stack, job.key, job.ticket);
  }
}
