import type { MachineDefinition, State } from './machine-definition.ts';
import type { MachineFacts } from './machine-facts.ts';
import { type Place, placesOf } from './places-of.ts';

type Change = (place: Place, machine: MachineDefinition, facts: MachineFacts) => object | undefined;

interface Mutant {
  readonly at: string;
  readonly machine: MachineDefinition;
}

const isTask = ({ state }: Place) => state.Type === 'Task';
/** Only of a state that another one follows. */
const goesOn = (state: State, as: object) => (state.Next === undefined ? undefined : as);
const firstRetry = ({ state }: Place, change: object) => {
  const [first, ...rest] = state.Retry ?? [];
  return first && { ...state, Retry: [{ ...first, ...change }, ...rest] };
};
const payloadOf = ({ Parameters = {} }: State) => Parameters.Payload as Readonly<Record<string, unknown>> | undefined;
const without = (from: object, key: string) => Object.fromEntries(Object.entries(from).filter(([name]) => name !== key));
const withPayload = (state: State, payload: object) => ({ ...state, Parameters: { ...state.Parameters, Payload: payload } });
/** What an uncaught task gains is as wrong as what a caught one loses. */
const ifCaught = (place: Place, change: () => object) => (place.state.Catch ? { ...place.state, ...change() } : undefined);

/** Each kind of mistake: the state as it would be with it, or nothing where it cannot be made. */
export const mutations: Readonly<Record<string, Change>> = {
  'a Next that leads nowhere': ({ state }) => goesOn(state, { ...state, Next: 'Nowhere' }),
  'a Next that leads to the state itself': ({ name, state }) => goesOn(state, { ...state, Next: name }),
  'a Next back to the first state': ({ state, inside }) => goesOn(state, { ...state, Next: inside.StartAt }),
  'neither Next nor End': ({ state }) => (state.Next || state.End ? without(without(state, 'Next'), 'End') : undefined),
  'both Next and End': ({ state }) => goesOn(state, { ...state, End: true }),
  'an End where it goes on': ({ state }) => goesOn(state, { ...without(state, 'Next'), End: true }),
  'a state that fails instead': () => ({ Type: 'Fail' }),
  'a type that does not exist': ({ state }) => ({ ...state, Type: 'Job' }),
  'no Catch': ({ state }) => state.Catch && without(state, 'Catch'),
  'a Catch of less than everything': (place) =>
    ifCaught(place, () => ({ Catch: place.state.Catch?.map((one) => ({ ...one, ErrorEquals: ['States.TaskFailed'] })) })),
  'a Catch of everything and something': (place) =>
    ifCaught(place, () => ({ Catch: place.state.Catch?.map((one) => ({ ...one, ErrorEquals: ['States.ALL', 'Fenced'] })) })),
  'a Catch that leads nowhere': (place) =>
    ifCaught(place, () => ({ Catch: place.state.Catch?.map((one) => ({ ...one, Next: 'Nowhere' })) })),
  'a misspelled error': (place) =>
    firstRetry(place, { ErrorEquals: place.state.Retry?.[0]?.ErrorEquals.map((error) => `${error}s`) }),
  'an error matched twice': (place) =>
    firstRetry(place, {
      ErrorEquals: [...(place.state.Retry?.[0]?.ErrorEquals ?? []), ...(place.state.Retry?.[0]?.ErrorEquals ?? [])],
    }),
  'a Retry without end where nobody keeps a deadline': (place) =>
    place.state.Resource?.endsWith('Token') ? undefined : firstRetry(place, { MaxAttempts: 100_000 }),
  'a count that ends a wait before its deadline': (place) =>
    place.state.Resource?.endsWith('Token') ? firstRetry(place, { MaxAttempts: 100 }) : undefined,
  'no TimeoutSeconds': (place) => (isTask(place) ? without(place.state, 'TimeoutSeconds') : undefined),
  'no more time than the function has': (place, _, facts) => {
    const id = /\{(\w+)\}/.exec(String(place.state.Parameters?.FunctionName))?.[1] ?? '';
    return isTask(place) && id in facts.functionSeconds
      ? { ...place.state, TimeoutSeconds: facts.functionSeconds[id] }
      : undefined;
  },
  'a function that is not in the catalog': (place) =>
    place.state.Parameters?.FunctionName
      ? { ...place.state, Parameters: { ...place.state.Parameters, FunctionName: `\${Nobody}` } }
      : undefined,
  'a wait without its token': ({ state }) => {
    const payload = payloadOf(state);
    return payload?.['token.$'] === undefined ? undefined : withPayload(state, without(payload, 'token.$'));
  },
  'a path that is not there': ({ state }) => {
    const payload = payloadOf(state);
    return payload && withPayload(state, { ...payload, 'operationId.$': '$.operation' });
  },
  'JSONata in one state': ({ state }) => ({ ...state, QueryLanguage: 'JSONata' }),
  'an InputPath': (place) => (isTask(place) ? { ...place.state, InputPath: '$.plan' } : undefined),
  'a result in the place of the input': ({ state }) =>
    'ResultPath' in state ? goesOn(state, without(state, 'ResultPath')) : undefined,
};

/** One mutant for each place where the mistake can be made. */
export function mutantsOf(machine: MachineDefinition, change: Change, facts: MachineFacts): readonly Mutant[] {
  return placesOf(machine).flatMap((place) => {
    const state = change(place, machine, facts);
    return state ? [{ at: place.name, machine: replaced(machine, place.name, state) as MachineDefinition }] : [];
  });
}

/** Names differ over all levels, and no payload has a key like one. */
function replaced(json: unknown, name: string, state: unknown): unknown {
  if (Array.isArray(json)) return json.map((one) => replaced(one, name, state));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, key === name ? state : replaced(value, name, state)]),
  );
}
