/**
 * Errors that the service models have at no operation, and where they are documented. Codes of EC2 and most of S3's are
 * in no model at all; the others are what every operation of the service may answer.
 */
export const documentedErrors: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CloudFormation: {
    ValidationError: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html',
    Throttling:
      'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and the clients’ list of throttling codes',
  },
  EC2: fromPage('https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html', [
    'InvalidParameterValue',
    'InvalidVpcID.NotFound',
    'InvalidSubnetID.NotFound',
    'InvalidInstanceID.NotFound',
    'InvalidGroup.NotFound',
    'InvalidAllocationID.NotFound',
    'InvalidRouteTableID.NotFound',
    'InvalidInternetGatewayID.NotFound',
    'InvalidNetworkInterfaceID.NotFound',
    'InvalidVpcEndpointId.NotFound',
    'InvalidServiceName',
    'NatGatewayNotFound',
  ]),
  // "Rule can't be deleted since it has targets." is known to everybody by this code; the page calls it ValidationError.
  EventBridge: fromPage('https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html', ['ValidationException']),
  SSM: fromPage('https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html', [
    'AccessDeniedException',
    'ValidationException',
  ]),
  S3: {
    ...fromPage('https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html', [
      'BadDigest',
      'BucketNotEmpty',
      'InvalidBucketName',
      'MalformedXML',
      'MethodNotAllowed',
      'NoSuchBucket',
      'NoSuchKey',
      'NoSuchVersion',
      'PreconditionFailed',
    ]),
    NotFound: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html: no body, only the status 404',
  },
};

function fromPage(page: string, codes: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(codes.map((code) => [code, page]));
}
