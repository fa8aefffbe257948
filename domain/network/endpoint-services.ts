/** An AWS service as VPC endpoints name it, without region: `com.amazonaws.<region>.<name>`. */
export interface EndpointService {
  readonly name: string;
  readonly kind: 'interface' | 'gateway';
}

/**
 * The endpoint that carries an IAM action, by the action's prefix. Only what is documented as AWS PrivateLink service
 * (docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html); undefined: none is known.
 */
export function endpointServiceOf(action: string): EndpointService | undefined {
  const prefix = action.split(':')[0] ?? '';
  if (prefix === 's3' || prefix === 'dynamodb') return { name: prefix, kind: 'gateway' };
  const name = Object.hasOwn(names, prefix) ? names[prefix] : undefined;
  return name === undefined ? undefined : { name, kind: 'interface' };
}

/** IAM's prefix to the endpoint's name; many are the same word. */
const names: Readonly<Record<string, string>> = {
  athena: 'athena',
  bedrock: 'bedrock-runtime',
  cloudwatch: 'monitoring',
  ecs: 'ecs',
  events: 'events',
  firehose: 'kinesis-firehose',
  glue: 'glue',
  kinesis: 'kinesis-streams',
  kms: 'kms',
  lambda: 'lambda',
  logs: 'logs',
  secretsmanager: 'secretsmanager',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  states: 'states',
  sts: 'sts',
  xray: 'xray',
};
