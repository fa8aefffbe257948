import type { Json } from './json.ts';
import type { Run } from './run.ts';
import type { Frame } from './step-functions-state.ts';

/** Sends a frame to a state. The way takes some milliseconds, so a process can die on it and another go on. */
export function scheduleEntry({ context, execution }: Run, frame: Frame, state: string, input: Json): void {
  frame.next = { state, input };
  context.after(context.between(0, 0.03), 'SFN', 'enter', { executionArn: execution.arn, frame: frame.id });
}
