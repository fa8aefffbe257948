/** What a Task's Resource asks for; undefined for what the simulator does not model. */
export interface Resource {
  readonly kind: 'lambda' | 'invoke' | 'startExecution';
  /** As the history names it. */
  readonly type: string;
  readonly action: string;
  readonly waitsForToken: boolean;
  /** Runs the job to its end; with `:2` the output comes parsed. */
  readonly sync: false | 'text' | 'parsed';
}

export function parseResource(arn: string): Resource | undefined {
  if (/^arn:[^:]+:lambda:[^:]*:\d{12}:function:[\w-]+(:[\w$-]+)?$/.test(arn))
    return { kind: 'lambda', type: 'lambda', action: arn, waitsForToken: false, sync: false };
  const match = /^arn:[^:]+:states:::(lambda:invoke|states:startExecution)(\.waitForTaskToken|\.sync(?::2)?)?$/.exec(arn);
  const [, call, pattern] = match ?? [];
  if (!call) return undefined;
  const invokes = call === 'lambda:invoke';
  if (invokes ? pattern?.startsWith('.sync') : pattern === '.waitForTaskToken') return undefined;
  return {
    kind: invokes ? 'invoke' : 'startExecution',
    type: invokes ? 'lambda' : 'states',
    action: `${call.split(':')[1]}${pattern ?? ''}`,
    waitsForToken: pattern === '.waitForTaskToken',
    sync: pattern === '.sync:2' ? 'parsed' : pattern === '.sync' ? 'text' : false,
  };
}
