import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { TemplateJudge } from '../../blueprint/template-judge.ts';
import { controlPlane } from '../../infra/control-plane.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

interface Synthesized {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly terminationProtection: boolean;
  readonly faults: readonly string[];
}

/** The control plane's template, with functions that do nothing: what is inside them is the bundles' test. */
export function synthesized(context: Readonly<Record<string, string>> = {}): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'moorage-infra-'));
  try {
    const app = new App({ context: { ...context }, outdir, analyticsReporting: false, treeMetadata: false });
    const judge = new TemplateJudge();
    Validations.of(app).addPlugins(judge as IPolicyValidationPlugin);
    controlPlane(app, () => Code.fromInline('exports.handler = async () => {};'));
    const artifact = app.synth().getStackByName('moorage');
    const template = artifact.template as Record<string, Record<string, never>>;
    return {
      resources: template.Resources ?? {},
      parameters: template.Parameters ?? {},
      outputs: template.Outputs ?? {},
      terminationProtection: artifact.terminationProtection ?? false,
      faults: judge.takeFaults(),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
