import type { MachineDefinition, State } from './machine-definition.ts';

export interface Place {
  readonly name: string;
  readonly state: State;
  /** The machine it is a state of: the whole one, a branch, or what a Map does with each item. */
  readonly inside: MachineDefinition;
  readonly outermost: boolean;
}

/** Every state at every level. Step Functions wants their names to differ over all levels, so a name is a place. */
export function placesOf(machine: MachineDefinition, outermost = true): readonly Place[] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    { name, state, inside: machine, outermost },
    ...machinesIn(state).flatMap((inner) => placesOf(inner, false)),
  ]);
}

export const machinesIn = ({ Branches = [], ItemProcessor }: State): readonly MachineDefinition[] =>
  ItemProcessor ? [...Branches, ItemProcessor] : Branches;
