import { account, region } from '../owner.ts';
import type { Standing } from './standing.ts';

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Region': region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  DockerHubSecretArn: '',
};

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;

/** `Arn` as AWS documents it for each type; never what the emulator answers. */
const arns: Readonly<Record<string, (id: string, bus: unknown) => string>> = {
  'AWS::IAM::Role': (id) => `arn:aws:iam::${account}:role/${id}`,
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id}`,
  'AWS::DynamoDB::Table': (id) => arn('dynamodb', `table/${id}`),
  'AWS::Lambda::Function': (id) => arn('lambda', `function:${id}`),
  'AWS::SQS::Queue': (id) => arn('sqs', id.split('/').at(-1) ?? ''),
  'AWS::Logs::LogGroup': (id) => arn('logs', `log-group:${id}:*`),
  // A rule on a bus of its own says so, whatever its id is.
  'AWS::Events::Rule': (id, bus) => arn('events', `rule/${bus === undefined ? '' : `${bus}/`}${id.split('|').at(-1)}`),
  'AWS::Events::EventBus': (id) => arn('events', `event-bus/${id}`),
};

/** The value CloudFormation has to put there. A form that is not known here is an error, never a guess. */
export function resolvedIn(standing: Pick<Standing, 'template' | 'physical' | 'outputs'>, value: unknown): unknown {
  const { template, physical, outputs } = standing;
  const within = (one: unknown): unknown => resolvedIn(standing, one);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(within);
  const [[form, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length > 0 || !(form === 'Ref' || form.startsWith('Fn::')))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, within(one)]));
  if (form === 'Ref') return pseudo[String(argument)] ?? physical.get(String(argument)) ?? `(no ${argument})`;
  if (form === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => String(within(part))).join(separator);
  }
  if (form === 'Fn::Sub' && typeof argument === 'string')
    return argument.replaceAll(/\$\{([\w:]+)\}/g, (_, name: string) => String(within({ Ref: name })));
  if (form === 'Fn::Split') {
    const [separator, text] = argument as [string, unknown];
    return String(within(text)).split(separator);
  }
  if (form === 'Fn::Select') {
    const [index, list] = argument as [string | number, unknown];
    return (within(list) as unknown[])[Number(index)];
  }
  if (form === 'Fn::GetAtt') {
    const [id, attribute] = argument as [string, string];
    const referred = template.Resources[id];
    if (!referred) return `(no ${id})`;
    const toArn = arns[referred.Type];
    if (attribute === 'Arn' && toArn) return toArn(physical.get(id) ?? `(no ${id})`, within(referred.Properties?.EventBusName));
    if (attribute === 'QueueName') return physical.get(id)?.split('/').at(-1);
    // The emulator's own, and the one value that has to be: where the service is, everything is asked.
    if (attribute === 'ApiEndpoint') return outputs.Url;
  }
  throw new Error(`a value of the template is not understood: ${JSON.stringify(value)}`);
}
