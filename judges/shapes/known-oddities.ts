interface Oddity {
  /** The complaint, as it is made of every such answer. */
  readonly complaint: RegExp;
  /** Why AWS does answer this, and where it is written. */
  readonly because: string;
}

/** Where the service models are known to be wrong about the services, with what says so. */
export const knownOddities: readonly Oddity[] = [
  {
    complaint: /^CodeBuild\.(BatchGetBuilds output: buildsNotFound|ListBuilds(ForProject)? output: ids) has 0 entries/,
    because:
      'CodeBuild answers empty lists; their shape is that of the request, which may not be empty: https://docs.aws.amazon.com/cli/latest/reference/codebuild/batch-get-builds.html ("buildsNotFound": [])',
  },
  {
    complaint: /^CodeBuild\.BatchGetProjects output: projects(NotFound)? has 0 entries/,
    because:
      'CodeBuild answers empty lists: https://docs.aws.amazon.com/cli/latest/reference/codebuild/batch-get-projects.html ("projectsNotFound": [])',
  },
  {
    complaint: /^ECR\.(ListImages|BatchDeleteImage) output: imageIds has 0 entries/,
    because:
      'ECR answers empty lists [memory]; their shape is that of the request, which may not be empty, and there is no other answer when nothing was found',
  },
  {
    complaint:
      /^(CodeBuild\.BatchGetBuilds output: builds\[\]\.phases\[\]\.phaseStatus|event aws\.codebuild CodeBuild Build State Change: detail\.additional-information\.phases\[\]\.phase-status) is "CLIENT_ERROR"/,
    because:
      'a phase of CodeBuild ends in CLIENT_ERROR, which is in no enumeration: https://github.com/tmokmss/deploy-time-build/issues/72, a run of it',
  },
  {
    complaint:
      /^CloudFormation\.DescribeStackEvents output: StackEvents\[\]\.ResourceStatus is "UPDATE_(ROLLBACK_)?COMPLETE_CLEANUP_IN_PROGRESS"/,
    because:
      'the events of a stack itself have the stack’s statuses: https://docs.aws.amazon.com/cli/latest/reference/cloudformation/describe-stack-events.html shows one',
  },
  {
    complaint: /^EC2\.DescribeInternetGateways output: InternetGateways\[\]\.Attachments\[\]\.State is "available"/,
    because:
      'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGatewayAttachment.html: "the state is available when attached to a VPC", beside an enumeration that lacks it',
  },
  {
    complaint: /^EC2\.DescribeVpcEndpoints output: VpcEndpoints\[\]\.State is "available"/,
    because:
      'the model writes Available, EC2 answers available: https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-endpoints.html shows it',
  },
  {
    complaint: /^EC2\.DescribeNetworkInterfaces output: NetworkInterfaces\[\]\.InterfaceType is "nat_gateway"/,
    because: 'the model writes natGateway, EC2 answers nat_gateway, as public recordings of its answers show [third-party]',
  },
  {
    complaint: /^IAM\.GetRole output: Role\.PermissionsBoundary\.PermissionsBoundaryType is "Policy"/,
    because:
      'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachedPermissionsBoundary.html: "This data type can only have a value of Policy", beside an enumeration that lacks it',
  },
  {
    complaint: /^ECR\.ListImages output: imageIds has \d+ entries, at most 100 are possible/,
    because:
      'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImages.html: maxResults "can be between 1 and 1000"; the shape of the list is that of BatchDeleteImage’s request, which takes 100',
  },
  {
    complaint: /^ServiceDiscovery\.\w+ error: \w+NotFound has status 400, not 404/,
    because:
      'Cloud Map answers 400 where its model says 404: https://docs.aws.amazon.com/cloud-map/latest/api/API_GetService.html ("ServiceNotFound … HTTP Status Code: 400"), and https://github.com/kubernetes-sigs/external-dns/issues/5180, an answer of it',
  },
  {
    complaint: /^SSM\.GetParameters output: InvalidParameters has 0 entries/,
    because:
      'SSM answers an empty list; its shape is that of the request, which may not be empty: https://docs.aws.amazon.com/cli/latest/reference/ssm/get-parameters.html ("InvalidParameters": [])',
  },
  {
    complaint: /^S3\.\w+ error: (NoSuchKey\.Key|NoSuchBucket\.BucketName|PreconditionFailed\.Condition) does not exist/,
    because:
      'the client copies what else stands in S3’s error document: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html ("additional structured data")',
  },
];
