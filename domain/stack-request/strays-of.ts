import type { ShownResource } from './shown-resource.ts';
import type { StackRequest } from './stack-request.ts';

type About = Pick<StackRequest, 'type' | 'knownAs' | 'physicalId' | 'environment'>;
type Before = Pick<StackRequest, 'type' | 'knownAs' | 'physicalId' | 'environment' | 'succeeded'>;

/**
 * Physical ids of what has to go besides what a request is about, from all that the resource has asked before.
 *
 * CloudFormation knows an environment once it has named its id. One it does not know it will never ask us to delete: its
 * request was cancelled before our answer, or answered FAILED. Those go with the next request that says that CloudFormation has
 * turned away from them: a Delete under a made-up id, or an Update that goes back to another name. And what it has asked to go
 * before goes with whatever it asks next, because it asks three times and never again.
 *
 * An id stands for one environment only, so what is gone already, or was never made, does no harm in this list.
 */
export function straysOf(request: About, before: readonly Before[], shown: ShownResource): readonly string[] {
  const { type, environment, knownAs } = request;
  const known = new Set([...before.map((one) => one.knownAs), knownAs, shown.physicalId]);
  const made = before.filter((one) => one.type !== 'Delete' && one.environment !== undefined);
  const unheard = made.filter(({ physicalId }) => !known.has(physicalId));
  const left = before.flatMap((one) => (one.type === 'Delete' && one.knownAs !== undefined ? [one.knownAs] : []));
  const strays = [...turnedAway(), ...left].filter((id) => id !== knownAs && id !== shown.physicalId);
  return [...new Set(strays)];

  function turnedAway(): readonly string[] {
    if (type === 'Create') return [];
    if (type === 'Update') return unheard.filter((one) => one.environment !== environment).map(({ physicalId }) => physicalId);
    // One that was told SUCCESS may be what the one that goes is replaced by, also where CloudFormation itself made up its id;
    // not where the whole stack goes.
    const cleansUp = shown.stackStatus.startsWith('UPDATE_COMPLETE_CLEANUP');
    const mayStay = (environment !== undefined || cleansUp) && !shown.stackStatus.startsWith('DELETE_');
    return unheard.filter((one) => !(mayStay && one.succeeded)).map(({ physicalId }) => physicalId);
  }
}
