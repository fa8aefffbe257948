import { errorFaults } from './error-faults.ts';
import { inputFaults } from './input-faults.ts';
import { languageFaults } from './language-faults.ts';
import type { MachineDefinition } from './machine-definition.ts';
import type { MachineFacts } from './machine-facts.ts';
import { taskFaults } from './task-faults.ts';
import { wayFaults } from './way-faults.ts';

/** What is wrong with a machine although it is valid: it could end without settling, wait for ever, or match what never comes. */
export function graphFaults(machine: MachineDefinition, facts: MachineFacts): readonly string[] {
  return [wayFaults, errorFaults, taskFaults, languageFaults, inputFaults].flatMap((faultsOf) => faultsOf(machine, facts));
}
