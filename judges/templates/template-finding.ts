/** What somebody says against a template. */
export interface TemplateFinding {
  readonly by: 'cfn-lint' | 'CloudFormationValidatePlugin';
  readonly template: string;
  readonly rule: string;
  readonly message: string;
}
