import type { Role } from './role.ts';

interface Justified {
  /** `who action`, as `unused` says it. */
  readonly unused: readonly string[];
  readonly because: string;
}

/** Granted, never asked for, and meant. Five at most: whatever else nobody asks for is taken away. */
export const justified: readonly Justified[] = [
  {
    unused: ['EnsureDeployment states:SendTaskFailure'],
    because:
      'the Ensure functions share ensure.ts, and only a cancel in the very moment of its entry has this one fail its own token',
  },
  {
    unused: ['Wake codebuild:ListBuildsForProject', 'Wake servicediscovery:ListInstances'],
    because:
      'it looks with the aims of EnsureImage and EnsureStack; a bell would have to ring while a start is not acknowledged, or while names are waited for',
  },
  {
    unused: ['StackRole route53:DeleteHostedZone'],
    because:
      "Cloud Map takes a namespace's zone away; its list of permissions and CloudFormation's schema say nothing of it, AWSCloudMapFullAccess has it",
  },
  {
    unused: ['StackRole ecr:BatchDeleteImage'],
    because: 'EmptyOnDelete deletes images; AWS does not say with whose rights',
  },
  {
    unused: ['Provider', 'Wake', 'Trigger', 'Recover'].flatMap((name) =>
      ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'].map((action) => `${name} ${action}`),
    ),
    because: "the CDK's SqsDestination grants them beside sqs:SendMessage, which is all Lambda asks for",
  },
];

/** `who action` of everything that was granted and not used. */
export function unused(who: string, { statements }: Role, used: ReadonlySet<string>): readonly string[] {
  const granted = new Set(statements.flatMap(({ Action }) => [Action].flat()));
  return [...granted].filter((action) => !used.has(action)).map((action) => `${who} ${action}`);
}
