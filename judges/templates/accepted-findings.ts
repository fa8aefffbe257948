import type { TemplateFinding } from './template-finding.ts';

export interface AcceptedFinding extends Omit<TemplateFinding, 'message' | 'template'> {
  readonly template: string | RegExp;
  readonly message: RegExp;
  readonly why: string;
}

/** What is said and left as it is. Each has to be said still: a rule nobody breaks needs no exception. */
export const acceptedFindings: readonly AcceptedFinding[] = [
  {
    by: 'cfn-lint',
    template: 'control plane',
    rule: 'W3005',
    message: /^Resources\.\w+\.DependsOn\.\d+: '\w+Role\w+' dependency already enforced by a 'GetAtt'/,
    why: 'a resource depends on its whole role, and the role itself is also named by a GetAtt; the other half, the policy, is needed',
  },
  {
    by: 'CloudFormationValidatePlugin',
    template: 'control plane',
    rule: 'W2509',
    message: /DockerHubSecretArn/,
    why: 'the parameter is the ARN of a secret, and an ARN is no secret',
  },
  {
    by: 'CloudFormationValidatePlugin',
    template: 'examples/events/webhook.yaml',
    rule: 'W2509',
    message: /SecretName/,
    why: 'the parameter is the name of a secret, and CloudFormation itself reads what is in it',
  },
  {
    by: 'CloudFormationValidatePlugin',
    template: /^examples\/stack\/nested\/(root|images)\.yaml/,
    rule: 'W2509',
    message: /DockerHubSecretArn/,
    why: 'the ARN of a secret again',
  },
  ...(['cfn-lint', 'CloudFormationValidatePlugin'] as const).map((by) => ({
    by,
    template: 'examples/stack/nested/root.yaml',
    rule: 'W3002',
    message: /TemplateURL: This code may only work with 'package'/,
    why: 'its first lines say how it is packaged',
  })),
  {
    by: 'cfn-lint',
    template: 'examples/events/webhook.yaml',
    rule: 'E3006',
    message: /^Resources\.(Connection|Webhook)\.Type: .* does not exist in 'us-gov-west-1'$/,
    why: 'there are no API destinations in GovCloud; there a webhook is a Lambda of your own',
  },
  ...(['cfn-lint', 'CloudFormationValidatePlugin'] as const).map((by) => ({
    by,
    template: /, foundation( expanded)?( \(and \d+ like it\))?$/,
    rule: 'W2506',
    message: /BastionImageId/,
    why: "as an image's id CloudFormation would look it up at every update, and a bastion outlives its image",
  })),
];
