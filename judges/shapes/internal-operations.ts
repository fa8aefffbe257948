/**
 * How the simulated services speak with one another where AWS has no public operation, or a simpler one than it has.
 * What these take and answer is of no model, and only the simulator itself and its tests call them.
 */
export const internalOperations: Readonly<Record<string, string>> = {
  'CloudFormation.PutResponse':
    'a PUT to an address CloudFormation signed: how custom resources and wait conditions are answered',
  'EventBridge.Emit': 'how a service puts an event on the default bus',
  'IAM.Assume': "sts:AssumeRole, seen from the service that assumes; there is no STS in the simulator's region",
  'IAM.DescribeRoleForService': 'what IAM knows of a role, trust and policies together',
  'Git.Push': 'how a test puts a commit on a host of repositories, which is none of AWS',
  'Git.Connect': 'how a test gives a connection a repository to read',
  'Git.MakePrivate': 'how a test takes a repository from everybody without a connection',
  'S3.Bytes': 'how the `aws` command of a build gets what an object holds',
  'S3.PresignedPut': 'a PUT to an address somebody signed, which is HTTP and no operation of its own',
  'S3.ReadText': 'how CloudFormation reads a TemplateURL',
  'EC2.CreateNetworkInterface':
    'how ECS makes an interface in a subnet; its answer is flat where AWS has NetworkInterface around it',
  'EC2.DeleteNetworkInterface': 'how ECS takes it away again',
};
