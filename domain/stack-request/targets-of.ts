import { physicalIdOf } from './physical-id-of.ts';
import type { StackRequest } from './stack-request.ts';

type Targets = Pick<StackRequest, 'environment' | 'strays'>;

/**
 * Which environments a request is about, from all the resource has asked before.
 *
 * CloudFormation knows an environment once a request has named its physical id. What it does not know it will never ask us to
 * delete: its request was cancelled before our answer, or answered FAILED. Such strays go with the next request that says that
 * CloudFormation has turned away from them: a Delete under a made-up id, or an Update that goes back to another name.
 */
export function targetsOf(request: StackRequest, before: readonly StackRequest[]): Targets {
  const known = new Set([...before.map(({ knownAs }) => knownAs), request.knownAs]);
  const made = [...new Map(before.map((one) => [one.physicalId, one])).values()].filter(
    ({ type, environment }) => type !== 'Delete' && environment !== undefined,
  );
  const unknown = made.filter(({ physicalId }) => !known.has(physicalId));
  const names = (list: readonly StackRequest[]) => [
    ...new Set(list.map(({ environment }) => environment).filter((name) => name !== undefined)),
  ];
  const { actor, environment, knownAs, type } = request;
  if (type === 'Create') return { ...of(environment), strays: [] };
  if (type === 'Update') return { ...of(environment), strays: names(unknown).filter((name) => name !== environment) };
  // The id says whose it is, also when all we had written was lost; under the name of another time it is found in the record.
  const issued =
    environment !== undefined && physicalIdOf(actor, environment) === knownAs
      ? environment
      : made.find(({ physicalId }) => physicalId === knownAs)?.environment;
  if (issued === undefined) return { strays: names(unknown) };
  // One that was told SUCCESS may be what this one is replaced by.
  const lost = unknown.filter(({ succeeded }) => !succeeded);
  return { environment: issued, strays: names(lost).filter((name) => name !== issued) };
}

const of = (environment: string | undefined) => (environment === undefined ? {} : { environment });
