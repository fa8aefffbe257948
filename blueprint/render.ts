import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type IPolicyValidationPlugin, type Stack, Validations } from 'aws-cdk-lib/core';
import { PlanRefused } from '../domain/errors.ts';
import { canonicalJson, sha256 } from '../domain/hash.ts';
import type { StackKind } from '../domain/operation/stack-kind.ts';
import { environmentStack } from './environment-stack.ts';
import { foundation } from './foundation.ts';
import { NoJudge } from './no-judge.ts';
import { registry } from './registry.ts';
import type { RenderInput } from './render-input.ts';
import type { Rendered, RenderedStack, Template } from './rendered.ts';
import { services } from './services.ts';
import { TemplateJudge } from './template-judge.ts';

/** Fills a stack and answers with the parameters that are known when planning. */
type Fill = (stack: Stack, input: RenderInput) => Readonly<Record<string, string>>;

/** The stacks this spec needs and no others: CloudFormation refuses a template without resources. Throws rather than answer with a bad one. */
export function render(input: RenderInput): Rendered {
  const key = sha256(canonicalJson(input));
  const known = recent.get(key) ?? synthesize(input, fillsOf(input), judge);
  recent.delete(key);
  recent.set(key, known);
  if (recent.size > mostRecent) recent.delete(recent.keys().next().value ?? key);
  return known;
}

/** Same input, same bytes: a plan that is entered again, or a second environment like the first, is not judged twice. */
const recent = new Map<string, Rendered>();
const mostRecent = 8;

/** The same, not judged: for comparing hundreds of templates nobody sends. The validator takes most of a render's time. */
export function renderDraft(input: RenderInput): Rendered {
  return synthesize(input, fillsOf(input), new NoJudge());
}

function fillsOf(input: RenderInput): Partial<Record<StackKind, Fill>> {
  const hasServices = Object.keys(input.spec.services).length > 0;
  return {
    ...(input.images.length + (input.keptRepositories ?? []).length > 0 && { registry }),
    ...((hasServices || input.spec.bastion) && { foundation }),
    ...(hasServices && { services }),
  };
}

/** Kept: starting the validator costs more than a render. A render is synchronous, so nobody else is being judged. */
const judge = new TemplateJudge();

function synthesize(input: RenderInput, fills: Partial<Record<StackKind, Fill>>, judgedBy: TemplateJudge | NoJudge): Rendered {
  if (Object.keys(fills).length === 0) return {};
  // Every synth leaves an assembly behind; in a warm Lambda they would fill /tmp.
  const outdir = mkdtempSync(join(tmpdir(), 'moorage-render-'));
  try {
    const app = new App({ context: {}, outdir, autoSynth: false, analyticsReporting: false, treeMetadata: false });
    Validations.of(app).addPlugins(judgedBy as IPolicyValidationPlugin);
    const parameters = new Map<StackKind, Readonly<Record<string, string>>>();
    for (const [kind, fill] of Object.entries(fills) as [StackKind, Fill][]) {
      parameters.set(kind, fill(environmentStack(app, kind, input), input));
    }
    const assembly = app.synth();
    const faults = judgedBy instanceof TemplateJudge ? judgedBy.takeFaults() : [];
    if (faults.length > 0) throw new PlanRefused(`templates not fit for CloudFormation: ${faults.join('; ')}`);
    const stacks = [...parameters].map(([kind, known]): [StackKind, RenderedStack] => [
      kind,
      { template: assembly.getStackByName(kind).template as Template, parameters: known },
    ]);
    return Object.fromEntries(stacks);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
