import { CloudFormationValidatePlugin, type IPolicyValidationContext, type PolicyValidationPluginReport } from 'aws-cdk-lib/core';

/**
 * AWS's offline validator, as a plugin that remembers its verdict: the CDK prints what it finds as warnings and keeps silent
 * when it could not even start. It knows no rule that spans two properties: those are findings.
 */
export class TemplateJudge extends CloudFormationValidatePlugin {
  private report: PolicyValidationPluginReport | undefined;

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    this.report = undefined;
    this.report = super.validate(context);
    return this.report;
  }

  /**
   * What the last synth's templates would fail with. Fatal and error rules only, by their letters, because the CDK lowers
   * their severity. No verdict is a fault: templates that nobody judged do not go out.
   */
  takeFaults(): readonly string[] {
    const report = this.report;
    this.report = undefined;
    if (!report) return ['the validator did not run'];
    return report.violations
      .filter(({ ruleName }) => /^[FE]\d/.test(ruleName))
      .map(({ ruleName, description }) => `${ruleName} ${description}`);
  }
}
