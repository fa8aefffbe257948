import { readFileSync } from 'node:fs';
import { machines } from '../../functions/catalog.ts';
import type { MachineDefinition } from './machine-definition.ts';

/** The definition as it is in statemachines/, placeholders and all. */
export function readMachine(id: keyof typeof machines): MachineDefinition {
  return JSON.parse(readFileSync(new URL(`../../${machines[id].file}`, import.meta.url), 'utf8'));
}
