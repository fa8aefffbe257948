import { readFileSync } from 'node:fs';
import { machines } from '../functions/catalog.ts';

export type MachineName = keyof typeof machines;

/**
 * The ASL file as it would be deployed into this account: placeholders filled, nothing else touched. `teardown` is the name
 * of the machine a deployment hands over to.
 */
export function definitionOf(machine: MachineName, account: string, teardown: string = machines.Teardown.name): string {
  const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${account}:${resource}`;
  return readFileSync(new URL(`../${machines[machine].file}`, import.meta.url), 'utf8').replace(
    /\$\{(\w+)\}/g,
    (_all, id: string) =>
      id === 'TeardownMachine' ? arn('states', `stateMachine:${teardown}`) : arn('lambda', `function:moorage-${id}:1`),
  );
}
