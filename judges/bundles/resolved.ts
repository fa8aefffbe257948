/** The account moto plays, and the region the judge runs in. */
const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'eu-west-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  DockerHubSecretArn: '',
};

/** The value CloudFormation would put there. A form that is not known here is an error, never a guess. */
export function resolved(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(resolved);
  const [[form, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0 && form === 'Ref') return pseudo[String(argument)] ?? physical(String(argument));
  if (others.length === 0 && form === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => String(resolved(part))).join(separator);
  }
  if (others.length === 0 && form === 'Fn::GetAtt') {
    const [id, attribute] = argument as [string, string];
    if (attribute === 'Arn' && /Role/.test(id)) return `arn:aws:iam::123456789012:role/${physical(id)}`;
    if (attribute === 'ApiEndpoint') return `https://${physical(id)}.execute-api.eu-west-1.amazonaws.com`;
  }
  throw new Error(`a value of the template is not understood: ${JSON.stringify(value)}`);
}

/** A name a bucket may have too. A managed policy's reference is its ARN, every other one we have is a name. */
function physical(id: string): string {
  const name = `moorage-${id.toLowerCase()}`;
  return /Boundary/.test(id) ? `arn:aws:iam::123456789012:policy/${name}` : name;
}
