import { readFileSync } from 'node:fs';
import { machines as catalog } from '../../functions/catalog.ts';
import manifest from '../../package.json' with { type: 'json' };
import type { Judge, Run } from '../judge-of.ts';
import type { Verdict } from '../verdict.ts';
import { aslValidatorFaults } from './asl-validator-faults.ts';
import { graphFaults } from './graph-faults.ts';
import type { MachineDefinition } from './machine-definition.ts';
import { machineFacts } from './machine-facts.ts';
import { motoParserFaults } from './moto-parser-faults.ts';
import { mutantsOf, mutations } from './mutations.ts';
import { readMachine } from './read-machine.ts';
import { substituted } from './substituted.ts';

type Id = keyof typeof catalog;
const ids = Object.keys(catalog) as Id[];

const pinned = /^moto==(.*)$/m.exec(readFileSync(new URL('../requirements.txt', import.meta.url), 'utf8'))?.[1];

/** Both state machines before two readers of the Amazon States Language, and before what each path through them must keep. */
export const machines: Judge = {
  name: 'machines',
  by: `asl-validator ${manifest.devDependencies['asl-validator']}, the parser of moto ${pinned}, and the properties of the graph`,
  judge,
  defects: {
    ...Object.fromEntries(
      Object.entries(mutations).map(([kind, change]) => [
        kind,
        async () => {
          const [first] = ids.flatMap((id) =>
            mutantsOf(readMachine(id), change, machineFacts[id]).map((one) => ({ id, ...one })),
          );
          return verdictOf(first ? faultsOf(first.id, first.machine) : []);
        },
      ]),
    ),
    'a transition to nowhere (asl-validator alone)': async () => verdictOf(aslValidatorFaults(withNext('Nowhere'))),
    'a transition to a number (the parser of moto alone)': async () => verdictOf((await motoParserFaults([withNext(7)])).flat()),
  },
};

async function judge({ size, say }: Run): Promise<Verdict> {
  const forms = ids.flatMap((id) => [
    { name: `${id} with placeholders`, machine: readMachine(id) },
    { name: `${id} with ARNs`, machine: substituted(readMachine(id)) },
  ]);
  const parsed = await motoParserFaults(forms.map(({ machine }) => machine));
  const read = forms.flatMap(({ name, machine }, index) =>
    [...aslValidatorFaults(machine), ...(parsed[index] ?? [])].map((fault) => `${name}: ${fault}`),
  );
  const graph = ids.flatMap((id) => graphFaults(readMachine(id), machineFacts[id]).map((fault) => `${id}: ${fault}`));
  const mutants = allMutants().filter((_, index) => size === 'full' || index % 8 === 0);
  const unnoticed = mutants.filter(({ id, machine }) => faultsOf(id, machine).length === 0);
  say(`${mutants.length} mistakes in copies of the machines, each kind at ${size === 'full' ? 'every' : 'every eighth'} place`);
  return {
    cases: forms.length * 2 + ids.length + mutants.length,
    failures: [
      ...read,
      ...graph,
      ...unnoticed.map(({ id, kind, at }) => `${id}: nobody notices ${kind} at ${at}`),
      ...stillUnseen(),
    ],
    skipped: [],
    knownGaps: Object.keys(unseen),
  };
}

/** The cheap one first: asl-validator takes fifty times as long, and nobody has to say a thing twice. */
function faultsOf(id: Id, machine: MachineDefinition): readonly string[] {
  const faults = graphFaults(machine, machineFacts[id]);
  return faults.length > 0 ? faults : aslValidatorFaults(machine);
}

function allMutants() {
  return Object.entries(mutations).flatMap(([kind, change]) =>
    ids.flatMap((id) => mutantsOf(readMachine(id), change, machineFacts[id]).map((mutant) => ({ id, kind, ...mutant }))),
  );
}

/** What looks right to everybody here, each with a machine that has it. */
const unseen: Readonly<Record<string, () => MachineDefinition>> = {
  'a step that is left out, when its Catch still leads to the next one: Diagnose could go on past StopBuilds': () =>
    changedState('Teardown', 'Diagnose', { Next: 'UndoServices' }),
  'what a function is given, beside what every wait is given: a Fence could be told of another phase': () =>
    changedState('Teardown', 'Settle', {
      Parameters: { FunctionName: `\${Settle}`, Payload: { 'operationId.$': '$.operationId' } },
    }),
};

const stillUnseen = () =>
  Object.entries(unseen)
    .filter(([, machine]) => faultsOf('Teardown', machine()).length > 0)
    .map(([gap]) => `seen now, no known gap any more: ${gap}`);

/** The change is of any type, because mistakes are. */
function changedState(id: Id, name: string, change: object): MachineDefinition {
  const machine = readMachine(id);
  return { ...machine, States: { ...machine.States, [name]: Object.assign({ Type: '' }, machine.States[name], change) } };
}

const withNext = (next: unknown) => changedState('Deploy', 'Services', { Next: next });
const verdictOf = (failures: readonly string[]): Verdict => ({ cases: 1, failures, skipped: [], knownGaps: [] });
