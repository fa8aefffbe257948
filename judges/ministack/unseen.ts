import { deployed, type World } from './deployed.ts';
import { callOf, type Operated } from './judge-operation.ts';
import { withoutResources } from './without-resources.ts';

/** What is broken and works in MiniStack all the same: a deployment in which nobody but the functions' own roles may call them. */
export async function unseen(world: World): Promise<Operated> {
  const { standing } = await deployed(world, {
    template: (template) => withoutResources(template, ({ Type }) => Type === 'AWS::Lambda::Permission'),
  });
  const { status } = await callOf(standing, 'GET', '/environments');
  const gap =
    'ministack lets API Gateway call a function that gives it no permission; that the permissions are there is compared';
  const failures = status === 200 ? [] : [`a known gap is none any longer: without permissions API Gateway answers ${status}`];
  return { cases: 1, failures, knownGaps: [gap] };
}
