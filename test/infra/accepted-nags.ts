interface AcceptedNag {
  readonly rule: string;
  /** What exactly is found, where a rule can find several things; `Resource::` and `Action::` as cdk-nag writes them. */
  readonly finding?: RegExp;
  /** Where: construct paths below the stack. */
  readonly at: RegExp;
  readonly why: string;
}

const arn = (service: string, resource: string) =>
  new RegExp(`^Resource::arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}$`);

/** Names of an environment's things begin so, and go on with their kind where a policy can say it. */
const ours = String.raw`moorage-\*(-(registry|foundation|services)(-\*)?)?`;

const anyRole = /^\w+Role\/DefaultPolicy\/Resource$/;
const stackRole = /^StackRole\/DefaultPolicy\/Resource$/;
const functionRole = /^(?!StackRole)\w+Role\/DefaultPolicy\/Resource$/;
const boundary = /^EnvironmentBoundary\/Resource$/;
const anyRoleOrBoundary = /^(\w+Role\/DefaultPolicy|EnvironmentBoundary)\/Resource$/;

/** What AwsSolutions says and is left as it is. Each row has to be needed; ids and names of functions are not in it. */
export const acceptedNags: readonly AcceptedNag[] = [
  {
    rule: 'S1',
    at: /^Work\/Resource$/,
    why: 'only roles of the control plane read and write here, at the request of callers whom the access log of the API and the record name; and a bucket of logs would need the same exception',
  },
  {
    rule: 'CB4',
    at: /^Builder\w+$/,
    why: 'the key encrypts artifacts, and these projects have none: images go to ECR, which encrypts them',
  },
  {
    rule: 'SQS3',
    at: /^UndeliveredEvents\/Resource$/,
    why: 'it is itself the queue for dead letters, and nobody receives from it',
  },
  {
    rule: 'SF1',
    at: /^\w+Machine$/,
    why: 'errors are logged, without data, because inputs carry task tokens; the history has every event for 90 days already',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::\*$/,
    at: functionRole,
    why: 'X-Ray, log delivery, reading zones, answering task tokens: actions that know no resource; hardening.test.ts holds the list',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::\*$/,
    at: stackRole,
    why: 'most of EC2 and some of ECS know no resource before it exists; grants.test.ts holds what there is',
  },
  {
    rule: 'IAM5',
    finding: arn('cloudformation', String.raw`stack/\*`),
    at: /^(Provider|Api|Plans)Role\/DefaultPolicy\/Resource$/,
    why: "anybody's stack may have an environment in it; it is only looked at, with DescribeStackResource and DescribeStacks",
  },
  {
    rule: 'IAM5',
    finding: arn('ec2', String.raw`[a-z-]+/\*`),
    at: stackRole,
    why: 'EC2 draws its own ids; which kinds of thing there are is what is held down',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::\*$/,
    at: boundary,
    why: "ECR's login token and the channels of ECS Exec know no resource, and a boundary grants nothing by itself",
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role\/moorage\/\*$/,
    at: /^(StackRole|EnsureImageRole)\/DefaultPolicy\/Resource$/,
    why: 'roles of environments have generated names below this path; making one needs the boundary, passing one its service',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role\/aws-service-role\/ecs\.amazonaws\.com\/\*$/,
    at: stackRole,
    why: "AWS names the service's role, and the condition names the service",
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:secretsmanager:\*:<AWS::AccountId>:secret:\*$/,
    at: boundary,
    why: 'which secrets is said by their tag moorage:offered-to, in the condition',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::<Work\w+\.Arn>\/contexts\/<aws:PrincipalTag\/moorage:environment>\/\*$/,
    at: boundary,
    why: "contexts of the role's own environment, by its tag",
  },
  {
    rule: 'IAM5',
    finding: arn('logs', String.raw`log-group:moorage-<aws:PrincipalTag/moorage:environment>-(foundation-)?\*`),
    at: boundary,
    why: "log groups of the role's own environment, by its tag",
  },
  {
    rule: 'IAM5',
    finding: /^Resource::<Work\w+\.Arn>\/(templates|contexts|uploads)\/\*$/,
    at: functionRole,
    why: 'objects are named by their content, so a prefix is as narrow as it gets',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::<Work\w+\.Arn>\/records\/\*$/,
    at: /^(Planner|Restorer)Role\/DefaultPolicy\/Resource$/,
    why: 'they lie under names that callers choose',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:ssm:<AWS::Region>::parameter\/aws\/service\/ami-amazon-linux-latest\/\*$/,
    at: functionRole,
    why: "AWS's own public parameters: which machine image is the newest",
  },
  {
    rule: 'IAM5',
    finding: /^Resource::<Record\w+\.Arn>\/index\/\*$/,
    at: functionRole,
    why: 'the indexes of the one table',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::<\w+\.Arn>:\*$/,
    at: /^\w+MachineRole\/DefaultPolicy\/Resource$/,
    why: 'versions of one function: an execution that is still running calls an older one than the newest',
  },
  {
    rule: 'IAM5',
    finding: arn('states', String.raw`execution:moorage-(\*|(deploy|teardown):\*)`),
    at: functionRole,
    why: 'executions of the two machines, named by their operation',
  },
  {
    rule: 'IAM5',
    finding: arn('cloudformation', String.raw`stack/${ours}(/\*)?`),
    at: functionRole,
    why: 'stacks of environments; what changes one has to name the stack role as well',
  },
  {
    rule: 'IAM5',
    finding: arn('ecr', `repository/${ours}`),
    at: anyRoleOrBoundary,
    why: "repositories of environments; for an environment's role the condition names its own",
  },
  {
    rule: 'IAM5',
    finding: arn('ecs', `[a-z-]+/${ours}`),
    at: anyRole,
    why: 'clusters of environments and all that is in them',
  },
  {
    rule: 'IAM5',
    finding: arn('logs', String.raw`log-group:(/moorage/build/\*|${ours}(:\*)?)`),
    at: anyRoleOrBoundary,
    why: 'log groups of environments and builds',
  },
  {
    rule: 'IAM5',
    finding:
      /^Resource::arn:<AWS::Partition>:(ssm:\*:<AWS::AccountId>:parameter|kms:<AWS::Region>:<AWS::AccountId>:key|ecr:\*:\*:repository|(codeconnections|codestar-connections):\*:<AWS::AccountId>:connection)\/\*$/,
    at: boundary,
    why: 'whoever owns it offers it by its tag, which is the condition; and a boundary grants nothing by itself',
  },
  {
    rule: 'IAM5',
    finding:
      /^Resource::arn:<AWS::Partition>:(iam::<AWS::AccountId>:instance-profile\/moorage|ec2:<AWS::Region>::image|route53:::hostedzone)\/\*$/,
    at: stackRole,
    why: 'profiles of environments have generated names below this path; which image a bastion has is chosen by the planner; a hosted zone’s id says nothing of its namespace',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:servicediscovery:<AWS::Region>:<AWS::AccountId>:(namespace|service)\/\*$/,
    at: functionRole,
    why: 'ids of Cloud Map are drawn; functions only list who is registered',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:servicediscovery:<AWS::Region>:<AWS::AccountId>:(namespace|service)\/\*$/,
    at: stackRole,
    why: 'ids of Cloud Map are drawn, and say nothing of the environment they were made for',
  },
];
