import validate from 'asl-validator';
import type { MachineDefinition } from './machine-definition.ts';

/** What asl-validator has against a definition. It gets a copy, because it writes a QueryLanguage into every state. */
export function aslValidatorFaults(machine: MachineDefinition): readonly string[] {
  return validate(structuredClone(machine)).errors.map((error) => `asl-validator: ${JSON.stringify(error)}`);
}
