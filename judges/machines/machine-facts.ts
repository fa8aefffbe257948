import { errorNames } from '../../domain/errors.ts';
import { functions, type machines } from '../../functions/catalog.ts';

export interface MachineFacts {
  /** The states that may end the machine and what they call: one settles, one only starts the machine that settles. */
  readonly ends: Readonly<Record<string, string>>;
  /** Tasks whose error may end the execution: nothing is left to do there, and the watchman takes it up. */
  readonly uncaught: readonly string[];
  /** What is in the input of every execution. */
  readonly input: readonly string[];
  readonly errorNames: readonly string[];
  /** The longest a function may run, by its placeholder. */
  readonly functionSeconds: Readonly<Record<string, number>>;
  /** Placeholders of machines. */
  readonly machines: readonly string[];
  /** Functions that end their step themselves when its time is up, so that nothing else has to. */
  readonly haveDeadlines: readonly string[];
}

const common = {
  input: ['operationId'],
  errorNames,
  functionSeconds: Object.fromEntries(Object.entries(functions).map(([id, { timeoutSeconds }]) => [id, timeoutSeconds])),
  machines: ['TeardownMachine'],
  haveDeadlines: ['EnsureStack', 'EnsureImage', 'EnsureDeployment'],
};

/** What each machine is held against, beside the rules that hold for every machine. */
export const machineFacts: Readonly<Record<keyof typeof machines, MachineFacts>> = {
  Deploy: { ...common, ends: { HandOver: 'TeardownMachine', Settle: 'Settle' }, uncaught: ['HandOver'] },
  Teardown: { ...common, ends: { Settle: 'Settle' }, uncaught: ['Fence', 'Settle'] },
};
