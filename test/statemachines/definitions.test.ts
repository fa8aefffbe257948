import { describe, expect, it } from 'vitest';
import { machines } from '../../functions/catalog.ts';
import { aslValidatorFaults } from '../../judges/machines/asl-validator-faults.ts';
import { graphFaults } from '../../judges/machines/graph-faults.ts';
import { machineFacts } from '../../judges/machines/machine-facts.ts';
import { readMachine } from '../../judges/machines/read-machine.ts';

const ids = Object.keys(machines) as (keyof typeof machines)[];

describe.each(ids)('the %s machine', (id) => {
  it('is a valid state machine', () => {
    expect(aslValidatorFaults(readMachine(id))).toEqual([]);
  });

  it('settles whatever happens, gives every task its time, and matches only errors that exist', () => {
    expect(graphFaults(readMachine(id), machineFacts[id])).toEqual([]);
  });
});
