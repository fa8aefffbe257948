import { forwardTo } from '../foreign-aws.ts';
import type { StandIn } from '../stand-in.ts';

/** Invocations, moto's state machines' too, run the real handlers in a process of Node. */
export function lambdaInNode(host: string, moto: string): StandIn {
  return {
    lacks: 'runs Lambda functions in Docker only',
    async stillNeeded() {
      const answer = await fetch(`${moto}/moto-api/config`);
      const config = (await answer.json()) as { lambda?: { use_docker?: boolean } };
      return config.lambda?.use_docker === true;
    },
    handle: (call, next) => (call.service === 'Lambda' ? forwardTo(host, call) : next()),
  };
}
