import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Rendered } from '../../blueprint/rendered.ts';
import { transition } from '../../blueprint/transition.ts';
import { check } from '../../domain/spec/check.ts';
import { checkChange } from '../../domain/spec/check-change.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { inputOf, renderSpec } from '../../test/blueprint/render-spec.ts';
import { anySpec } from '../../test/domain/spec/any-spec.ts';
import type { Run } from '../judge-of.ts';
import { controlPlaneTemplate } from './control-plane-template.ts';
import { edgeSpecs } from './edge-specs.ts';
import { edgeUpdates } from './edge-updates.ts';
import type { TemplateCase } from './template-case.ts';

interface Cases {
  readonly cases: readonly TemplateCase[];
  /** Specs that render to nothing, though nobody refuses them. */
  readonly failures: readonly string[];
  /** Specs that are refused, by us and in time: nobody has to judge their templates. */
  readonly refused: readonly string[];
}

const drawn = { full: { specs: 200, updates: 60 }, small: { specs: 4, updates: 1 } } as const;
const seed = 20260401;
const longestName = 'environment'.padEnd(30, 'x');

/** Every kind of template there is: what examples, golden files, edges and chance render to, updates, and the control plane. */
export function templateCases(size: Run['size']): Cases {
  const { specs, updates } = drawn[size];
  const cases: TemplateCase[] = [{ name: 'control plane', template: controlPlaneTemplate() }, ...pasted];
  const failures: string[] = [];
  const refused: string[] = [];
  const add = (name: string, rendered: Rendered) => cases.push(...templatesOf(name, rendered));
  const addSpec = (name: string, spec: Spec, environment: string) => {
    const refusal = check(spec).find(({ severity }) => severity === 'refusal');
    if (refusal) return refused.push(`${name}: refused with ${refusal.code}`);
    try {
      return add(name, renderSpec(spec, { environment }));
    } catch (error) {
      if (error instanceof Error && error.name === 'PlanRefused') return refused.push(`${name}: ${error.message}`);
      return failures.push(`${name}: nobody refuses it, and it cannot be rendered: ${String(error).slice(0, 300)}`);
    }
  };
  const addExpansions = (name: string, before: Spec, after: Spec) => {
    try {
      cases.push(...expansionsOf(name, before, after));
    } catch (error) {
      if (error instanceof Error && error.name === 'PlanRefused') refused.push(`${name}: ${error.message}`);
      else failures.push(`${name}: nobody refuses it, and it cannot be rendered: ${String(error).slice(0, 300)}`);
    }
  };
  const addUpdate = (name: string, before: Spec, after: Spec) => {
    const wanted = { ...after, network: { ...after.network, cidr: complete(before).network.cidr } };
    const refusal = checkChange(complete(before), complete(wanted)).find(({ severity }) => severity === 'refusal');
    if (refusal) refused.push(`${name}: refused with ${refusal.code}`);
    else addExpansions(name, before, wanted);
  };

  const examples = jsonFiles('../../examples/').map(([file, text]) => [file, JSON.parse(text) as Spec] as const);
  for (const [file, spec] of examples) addSpec(`examples/${file}`, spec, 'shop');
  for (const [file, text] of jsonFiles('../../test/blueprint/golden/')) add(file, JSON.parse(text));
  for (const [name, spec] of Object.entries(edgeSpecs(size))) addSpec(name, spec, longestName);
  for (const [index, spec] of fc.sample(anySpec, { seed, numRuns: specs }).entries()) addSpec(`spec ${index}`, spec, 'shop');
  for (const [index, [before, after]] of fc.sample(fc.tuple(anySpec, anySpec), { seed, numRuns: updates }).entries())
    addUpdate(`update ${index}`, before, after);
  // From each to the next, and from the last to the first.
  for (const [index, [file, before]] of size === 'full' ? examples.entries() : []) {
    const [next, after] = examples[(index + 1) % examples.length] ?? [file, before];
    addUpdate(`examples/${file} to ${next}`, before, after);
  }
  if (size === 'full') for (const [name, [before, after]] of Object.entries(edgeUpdates())) addUpdate(name, before, after);
  return { cases, failures, refused };
}

/** What users are given to paste. */
const pasted = ['events/webhook.yaml', 'stack/environment.yaml', 'stack/nested/root.yaml', 'stack/nested/images.yaml'].map(
  (file): TemplateCase => {
    const name = `examples/${file}`;
    return { name, template: parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')) };
  },
);

function templatesOf(name: string, rendered: Rendered): TemplateCase[] {
  return Object.entries(rendered).map(([kind, { template }]) => ({ name: `${name}, ${kind}`, template }));
}

/** What the stacks are brought to before the services move, as the planner has it: both networks, and whatever leaves. */
function expansionsOf(name: string, before: Spec, after: Spec): TemplateCase[] {
  const { first } = transition(inputOf(after), renderSpec(before), complete(before));
  return (['registry', 'foundation'] as const).flatMap((kind) => {
    const template = first[kind]?.template;
    return template ? [{ name: `${name}, ${kind} expanded`, template }] : [];
  });
}

function jsonFiles(folder: string): (readonly [string, string])[] {
  const home = new URL(folder, import.meta.url);
  const files = readdirSync(home).filter((file) => file.endsWith('.json'));
  if (files.length === 0) throw new Error(`${folder} holds nothing to judge`);
  return files.map((file) => [file, readFileSync(new URL(file, home), 'utf8')] as const);
}
