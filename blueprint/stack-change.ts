import { canonicalJson } from '../domain/hash.ts';
import type { StackKind } from '../domain/operation/stack-kind.ts';
import type { ResourceChange, StackChange } from '../schemas/gen/api.types.ts';
import { createOnly } from './create-only.ts';
import type { Template, TemplateResource } from './rendered.ts';
import { resolve } from './resolve.ts';

/** One side of a comparison: a template, and what stands for the values of its parameters. */
export interface Stated {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * What becomes of each resource of a stack. Replacing one gives others another value under the same name, which may replace
 * them in turn: so it is computed until nothing more is replaced.
 */
export function stackChange(stack: StackKind, running: Stated | undefined, wanted: Stated | undefined): StackChange {
  const [before, after] = [running?.template.Resources ?? {}, wanted?.template.Resources ?? {}];
  const only = (some: typeof before, others: typeof before) =>
    Object.entries(some)
      .filter(([id]) => !Object.hasOwn(others, id))
      .map(([id, { Type }]): ResourceChange => ({ id, type: Type }));
  const both = Object.entries(before).filter(([id]) => Object.hasOwn(after, id));
  let replaced: readonly ResourceChange[] = [];
  let changed: readonly ResourceChange[] = [];
  for (let grows = true; grows; ) {
    const others = new Set(replaced.map(({ id }) => id));
    const changes = both.flatMap(([id, old]): (ResourceChange & { properties: string[] })[] => {
      const properties = differing(id, others, running, wanted);
      return properties.length > 0 ? [{ id, type: old.Type, properties }] : [];
    });
    const isReplaced = ({ id, type, properties }: (typeof changes)[number]) =>
      after[id]?.Type !== type || properties.some((property) => createOnly[type]?.includes(property));
    replaced = changes.filter(isReplaced);
    changed = changes.filter((one) => !isReplaced(one));
    grows = replaced.length > others.size;
  }
  const [added, removed] = [only(after, before), only(before, after)];
  const moves = added.length + removed.length + replaced.length + changed.length > 0;
  const action = !running ? 'create' : !wanted ? 'remove' : moves ? 'update' : 'keep';
  return { stack, action, added: [...added], changed: [...changed], replaced: [...replaced], removed: [...removed] };
}

/** The names of a resource's properties that come to mean something else; `Type` where that changes. */
function differing(id: string, replaced: ReadonlySet<string>, running: Stated | undefined, wanted: Stated | undefined): string[] {
  const [before, after] = [running?.template.Resources[id], wanted?.template.Resources[id]];
  if (!running || !wanted || !before || !after) return [];
  if (before.Type !== after.Type) return ['Type'];
  const now = propertiesOf(before, running, new Set());
  const then = propertiesOf(after, wanted, replaced);
  return [...new Set([...Object.keys(now), ...Object.keys(then)])]
    .filter((name) => canonicalJson([now[name]]) !== canonicalJson([then[name]]))
    .sort();
}

function propertiesOf({ Properties = {} }: TemplateResource, { template, parameters }: Stated, replaced: ReadonlySet<string>) {
  return resolve(Properties, template, { parameters, replaced }) as Readonly<Record<string, unknown>>;
}
