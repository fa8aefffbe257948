import { App, CloudFormationValidatePlugin } from 'aws-cdk-lib/core';
import type { TemplateFinding } from './template-finding.ts';
import type { TemplateFile } from './write-templates.ts';

/**
 * AWS's offline validator over files: the same plugin that judges every render, but by itself, so that nothing of ours picks
 * out of what it says. It names a warning as such; here both count.
 */
export function cdkValidate(files: readonly TemplateFile[]): readonly TemplateFinding[] {
  const plugin = new CloudFormationValidatePlugin();
  const nameOf = new Map(files.map(({ path, name }) => [path, name]));
  const { violations } = plugin.validate({
    templatePaths: files.map(({ path }) => path),
    stackTemplates: files.map(({ path, name }) => ({
      stackConstructPath: name,
      templatePath: path,
      accountId: undefined,
      region: undefined,
    })),
    appConstruct: new App({ autoSynth: false, analyticsReporting: false }),
  });
  return violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources.map(({ templatePath = '', resourceLogicalId }) => ({
      by: 'CloudFormationValidatePlugin' as const,
      template: nameOf.get(templatePath) ?? templatePath,
      rule: ruleName,
      message: resourceLogicalId ? `${resourceLogicalId}: ${description}` : description,
    })),
  );
}
