import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Capability } from '../../functions/catalog.ts';
import { grants } from '../../infra/grants.ts';

/** A capability is a file of cloud/ by its name: `machineImages` is machine-images.ts. */
const fileOf = (capability: Capability) => capability.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const prefixes: Readonly<Record<string, string>> = {
  'client-cloudformation': 'cloudformation',
  'client-codebuild': 'codebuild',
  'client-cloudwatch-logs': 'logs',
  'client-ec2': 'ec2',
  'client-ecr': 'ecr',
  'client-ecs': 'ecs',
  'client-eventbridge': 'events',
  'client-resource-groups-tagging-api': 'tag',
  'client-s3': 's3',
  'client-servicediscovery': 'servicediscovery',
  'client-service-quotas': 'servicequotas',
  'client-sfn': 'states',
  'client-ssm': 'ssm',
  'lib-dynamodb': 'dynamodb',
};

/** Where the action is not called like the command. */
const renamed: Readonly<Record<string, string>> = {
  's3:HeadObject': 's3:GetObject',
  's3:CopyObject': 's3:PutObject',
  's3:ListObjectsV2': 's3:ListBucket',
  'dynamodb:Get': 'dynamodb:GetItem',
  'dynamodb:Put': 'dynamodb:PutItem',
  'dynamodb:Update': 'dynamodb:UpdateItem',
  'dynamodb:Delete': 'dynamodb:DeleteItem',
};

/** The actions of a file of cloud/ and of those files beside it that it imports; an import of types calls nothing. */
function actionsIn(file: string): string[] {
  const source = readFileSync(new URL(`../../cloud/${file}.ts`, import.meta.url), 'utf8');
  const own = [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/([a-z0-9-]+)'/g)].flatMap(([, names = '', client = '']) =>
    [...names.matchAll(/(\w+)Command\b(?!\w)/g)].map(([, command]) => `${prefixes[client]}:${command}`),
  );
  const beside = [...source.matchAll(/import \{[^}]*\} from '\.\/([a-z-]+)\.ts'/g)].map(([, name = '']) => name);
  return [...own, ...beside.flatMap(actionsIn)];
}

const arns = {
  table: 'table',
  bucket: 'bucket',
  bus: 'bus',
  stackRole: 'role',
  boundary: 'boundary',
  builders: { X86_64: 'x86', ARM64: 'arm' },
  machines: { Deploy: 'deploy', Teardown: 'teardown' },
};

describe('what cloud/ calls is granted, and nothing is granted that it does not call', () => {
  /** Signed for, and called by whoever got the signature. */
  const signed: Partial<Record<Capability, readonly string[]>> = { uploads: ['s3:PutObject'] };
  /** Asked for by AWS on behalf of another call, never by a command of its own. */
  const implied = [
    'iam:PassRole',
    's3:ListBucket',
    'cloudformation:TagResource',
    'cloudformation:UntagResource',
    // CloudFormation reads the template as whoever gave it the URL.
    's3:GetObject',
  ];

  test.each(Object.keys(grants) as Capability[])('%s', (capability) => {
    const called = actionsIn(fileOf(capability)).map((action) => renamed[action] ?? action);
    const commands = [...called, ...(signed[capability] ?? [])];
    const { all, starts } = grants[capability](arns);
    const granted = [...all, ...(starts?.may ?? [])].flatMap(({ actions }) => actions ?? []);
    expect(granted).toEqual(expect.arrayContaining([...new Set(commands)]));
    expect(granted.filter((action) => !commands.includes(action) && !implied.includes(action))).toEqual([]);
  });
});
