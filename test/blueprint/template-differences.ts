import { createOnly } from '../../blueprint/create-only.ts';
import type { Template } from '../../blueprint/rendered.ts';

/** One line per difference, the ones that replace or remove a resource of running environments first and loudly. */
export function templateDifferences(stack: string, golden: Template, now: Template): readonly string[] {
  const lines: string[] = [];
  for (const [id, before] of Object.entries(golden.Resources)) {
    const after = now.Resources[id];
    if (!after) lines.push(`! ${stack}.${id} (${before.Type}) is gone or has another logical id: running environments lose it`);
    else if (after.Type !== before.Type) lines.push(`! ${stack}.${id} changes type from ${before.Type} to ${after.Type}`);
    else lines.push(...changes(`${stack}.${id}`, before, after, replacing(before.Type)));
  }
  for (const id of Object.keys(now.Resources)) if (!Object.hasOwn(golden.Resources, id)) lines.push(`  ${stack}.${id} is new`);
  const { Resources: _golden, ...goldenRest } = golden;
  const { Resources: _now, ...nowRest } = now;
  lines.push(...changes(stack, { Properties: goldenRest }, { Properties: nowRest }, []));
  return lines.sort();
}

/** A new task definition is how ECS versions them: everyday, and harmless. */
const replacing = (type: string) => (type === 'AWS::ECS::TaskDefinition' ? [] : (createOnly[type] ?? []));

type Attributes = Readonly<Record<string, unknown>>;

function changes(path: string, before: Attributes, after: Attributes, loud: readonly string[]): string[] {
  const { Properties: propertiesBefore = {}, ...attributesBefore } = before;
  const { Properties: propertiesAfter = {}, ...attributesAfter } = after;
  const [left, right] = [propertiesBefore as Attributes, propertiesAfter as Attributes];
  return [
    ...differing(left, right).map((name) => {
      const change = `${path}.${name}: ${text(left[name])} -> ${text(right[name])}`;
      return loud.includes(name) ? `! ${change} (create-only: this replaces the resource)` : `  ${change}`;
    }),
    ...differing(attributesBefore, attributesAfter).map((name) => `  ${path} ${name} changes`),
  ];
}

const text = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));

const differing = (a: Attributes, b: Attributes) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => text(a[key]) !== text(b[key]));
