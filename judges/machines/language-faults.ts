import type { MachineDefinition } from './machine-definition.ts';
import type { MachineFacts } from './machine-facts.ts';

/** Fields of JSONata, and the two of JSONPath that take the operation's id away from whoever comes after. */
const unspoken = ['QueryLanguage', 'Arguments', 'Output', 'Assign', 'Condition', 'InputPath', 'OutputPath', 'TimeoutSecondsPath'];

/** JSONPath only, in its plain fields, and no placeholder that nobody fills. */
export function languageFaults(machine: MachineDefinition, facts: MachineFacts): readonly string[] {
  const known = [...Object.keys(facts.functionSeconds), ...facts.machines];
  const faults: string[] = [];
  const look = (value: unknown, path: string) => {
    if (typeof value === 'string') {
      if (value.includes('{%')) faults.push(`${path} is JSONata`);
      const strange = [...value.matchAll(/\$\{([^}]*)\}/g)].filter(([, id = '']) => !known.includes(id));
      faults.push(...strange.map(([placeholder]) => `${path} names ${placeholder}, which is not in the catalog`));
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (unspoken.includes(key)) faults.push(`${path}.${key} is not spoken here`);
      look(inner, `${path}.${key}`);
    }
  };
  look(machine, '$');
  return faults;
}
