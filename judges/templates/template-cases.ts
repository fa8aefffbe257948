import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Rendered } from '../../blueprint/rendered.ts';
import { union } from '../../blueprint/union.ts';
import { check } from '../../domain/spec/check.ts';
import { checkChange } from '../../domain/spec/check-change.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { renderSpec } from '../../test/blueprint/render-spec.ts';
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

const drawn = { full: { specs: 200, updates: 60 }, small: { specs: 12, updates: 3 } } as const;
const seed = 20260401;
const longestName = 'environment'.padEnd(30, 'x');

/** Every kind of template there is: what examples, golden files, edges and chance render to, updates, and the control plane. */
export function templateCases(size: Run['size']): Cases {
  const { specs, updates } = drawn[size];
  const cases: TemplateCase[] = [{ name: 'control plane', template: controlPlaneTemplate() }];
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
  const addUpdate = (name: string, before: Spec, after: Spec) => {
    const wanted = { ...after, network: { ...after.network, cidr: complete(before).network.cidr } };
    const refusal = checkChange(complete(before), wanted).find(({ severity }) => severity === 'refusal');
    if (refusal) refused.push(`${name}: refused with ${refusal.code}`);
    else cases.push(...unionsOf(name, before, wanted));
  };

  for (const [file, text] of jsonFiles('../../examples/')) addSpec(`examples/${file}`, JSON.parse(text), 'shop');
  for (const [file, text] of jsonFiles('../../test/blueprint/golden/')) add(file, JSON.parse(text));
  for (const [name, spec] of Object.entries(edgeSpecs(size))) addSpec(name, spec, longestName);
  for (const [index, spec] of fc.sample(anySpec, { seed, numRuns: specs }).entries()) addSpec(`spec ${index}`, spec, 'shop');
  for (const [index, [before, after]] of fc.sample(fc.tuple(anySpec, anySpec), { seed, numRuns: updates }).entries())
    addUpdate(`update ${index}`, before, after);
  if (size === 'full') for (const [name, [before, after]] of Object.entries(edgeUpdates())) addUpdate(name, before, after);
  return { cases, failures, refused };
}

function templatesOf(name: string, rendered: Rendered): TemplateCase[] {
  return Object.entries(rendered).map(([kind, { template }]) => ({ name: `${name}, ${kind}`, template }));
}

/** What the stacks expand to on an update; the services stack never expands. */
function unionsOf(name: string, before: Spec, after: Spec): TemplateCase[] {
  const running = renderSpec(before);
  const wanted = renderSpec(after);
  return (['registry', 'foundation'] as const).flatMap((kind) => {
    const [was, will] = [running[kind]?.template, wanted[kind]?.template];
    return was && will ? [{ name: `${name}, ${kind} expanded`, template: union(was, will) }] : [];
  });
}

function jsonFiles(folder: string): (readonly [string, string])[] {
  const home = new URL(folder, import.meta.url);
  const files = readdirSync(home).filter((file) => file.endsWith('.json'));
  if (files.length === 0) throw new Error(`${folder} holds nothing to judge`);
  return files.map((file) => [file, readFileSync(new URL(file, home), 'utf8')] as const);
}
