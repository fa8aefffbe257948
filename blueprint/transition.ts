import { canonicalJson } from '../domain/hash.ts';
import { type StackKind, stackKinds } from '../domain/operation/stack-kind.ts';
import type { EffectiveSpec } from '../domain/spec/effective-spec.ts';
import { mostOutputs } from '../domain/spec/stack-counts.ts';
import { render } from './render.ts';
import type { RenderInput } from './render-input.ts';
import type { Rendered, RenderedStack } from './rendered.ts';
import { union } from './union.ts';

/** The way from what runs to what is wanted: expand, move the services, contract. */
export interface Transition {
  readonly wanted: Rendered;
  /** What each stack is brought to before the services move; the services' own is where they move to. */
  readonly first: Rendered;
  /** Stacks that are brought to what is wanted, or removed, once the services have moved; in this order. */
  readonly contract: readonly { readonly stack: StackKind; readonly remove: boolean }[];
}

/** `before` is the spec that runs while the services move; a repair brings nothing new and has none. */
export function transition(input: RenderInput, running: Rendered, before?: EffectiveSpec): Transition {
  const wanted = render(input);
  const both = before ? render({ ...input, before }) : wanted;
  const first: { [kind in StackKind]?: RenderedStack } = {};
  const contract: { stack: StackKind; remove: boolean }[] = [];
  // Last first: what is removed goes before what it stands on.
  for (const stack of [...stackKinds].reverse()) {
    const [last, runs] = [wanted[stack], running[stack]];
    if (!last) {
      if (runs) contract.push({ stack, remove: true });
      continue;
    }
    // The services stack holds nothing another stack still needs, so it moves at once; the others expand first.
    const together = runs && stack !== 'services' ? expanded(runs, both[stack] ?? last) : last;
    // A registry that is full lets go at once what nobody runs: what is wanted has the repositories of what serves in it.
    const expand = stack === 'registry' && !fits(together) ? last : together;
    first[stack] = expand;
    if (canonicalJson(expand.template) !== canonicalJson(last.template)) contract.push({ stack, remove: false });
  }
  return { wanted, first, contract };
}

const fits = ({ template }: RenderedStack) => Object.keys(template.Outputs ?? {}).length <= mostOutputs;

/** What runs and what is wanted, together; the values of parameters only the running template has come along. */
function expanded(before: RenderedStack, wanted: RenderedStack): RenderedStack {
  const parameters = { ...before.parameters, ...wanted.parameters };
  const template = union(before.template, wanted.template);
  const declared = Object.entries(parameters).filter(([name]) => template.Parameters?.[name] !== undefined);
  return { template, parameters: Object.fromEntries(declared) };
}
