import { Buffer } from 'node:buffer';
import { type Command, defineCommand } from 'just-bash';
import { awsError } from '../aws-error.ts';
import { registryPassword } from '../ecr/registry-password.ts';
import type { Context } from '../service.ts';
import { failure, output, readCommandLine } from './command-line.ts';
import type { RoleOf } from './role-of.ts';

/** The AWS CLI of the build image: reads only. What a build writes goes through docker push. */
export function awsCommand(context: Context, role: RoleOf): Command {
  return defineCommand('aws', async (args, ctx) => {
    const { words, option, all } = readCommandLine(
      args,
      new Set(['--quiet', '--only-show-errors', '--no-progress', '--no-cli-pager']),
    );
    const [service = '', operation = '', source = '', target = ''] = words;
    const show = (answer: object) => output(`${rendered(answer, option('--query'), option('--output'))}\n`);
    try {
      switch (`${service} ${operation}`) {
        case 'ecr get-login-password':
          return output(`${registryPassword({ ...context, region: option('--region') ?? context.region })}\n`);
        case 'sts get-caller-identity':
          return show({
            UserId: 'SIMULATED',
            Account: context.account,
            Arn: `arn:${context.partition}:sts::${context.account}:assumed-role/build/AWSCodeBuild`,
          });
        case 'ecr describe-images': {
          const ids = [option('--image-ids') ?? [], ...all('--image-ids').slice(1)].flat().map(identifier);
          const name = option('--repository-name') ?? '';
          return show(
            context.call('ECR', 'DescribeImages', { repositoryName: name, ...(ids.length > 0 ? { imageIds: ids } : {}) }),
          );
        }
        case 'ecr describe-repositories':
          return show(context.call('ECR', 'DescribeRepositories', { repositoryNames: [option('--repository-names') ?? ''] }));
        case 'secretsmanager get-secret-value':
          return show(context.call('SecretsManager', 'GetSecretValue', { SecretId: option('--secret-id') ?? '' }));
        case 's3 cp': {
          const [, bucket = '', key = ''] = source.match(/^s3:\/\/([^/]+)\/(.*)$/s) ?? [];
          if (!bucket) throw new Error('the simulator copies from s3:// only');
          const bytes = objectAt({ bucket, key }, context, role);
          if (target === '-') return { ...output(Buffer.from(bytes).toString('latin1')), stdoutKind: 'bytes' as const };
          const path = ctx.fs.resolvePath(ctx.cwd, target);
          const isDirectory = target.endsWith('/') || ((await ctx.fs.exists(path)) && (await ctx.fs.stat(path)).isDirectory);
          await ctx.fs.writeFile(isDirectory ? `${path}/${source.slice(source.lastIndexOf('/') + 1)}` : path, bytes);
          return output(`download: ${source} to ${target}\n`);
        }
        case 's3api get-object': {
          const [, , file] = words;
          const [bucket = '', key = '', version] = [option('--bucket'), option('--key'), option('--version-id')];
          if (!file || !bucket || !key)
            return failure('aws: error: the following arguments are required: --bucket, --key, outfile', 252);
          const bytes = objectAt({ bucket, key, version }, context, role);
          await ctx.fs.writeFile(ctx.fs.resolvePath(ctx.cwd, file), bytes);
          return show({ ContentLength: bytes.length, ...(version ? { VersionId: version } : {}) });
        }
        default:
          return failure(`aws: error: the simulator does not model: aws ${service} ${operation}`, 252);
      }
    } catch (error) {
      const { name, message } = error as Error;
      if (service === 's3') return failure(`fatal error: ${headed(name, message, source)}`, 1);
      const camel = operation.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
      return failure(`\nAn error occurred (${name}) when calling the ${camel} operation: ${message}`, 254);
    }
  });
}

/** `imageTag=x,imageDigest=y` */
const identifier = (text: string) => Object.fromEntries(text.split(',').map((pair) => pair.split('=')));

interface Wanted {
  readonly bucket: string;
  readonly key: string;
  readonly version?: string | undefined;
}

/** Who may not list a bucket is not told whether something is in it. */
function objectAt({ bucket, key, version }: Wanted, context: Context, role: RoleOf): Uint8Array {
  const object = `arn:${context.partition}:s3:::${bucket}/${key}`;
  if (!role.may(version ? 's3:GetObjectVersion' : 's3:GetObject', object))
    throw awsError('AccessDenied', 'Access Denied', { statusCode: 403 });
  try {
    const found = context.call<{ base64: string }>('S3', 'Bytes', {
      Bucket: bucket,
      Key: key,
      ...(version ? { VersionId: version } : {}),
    });
    return new Uint8Array(Buffer.from(found.base64, 'base64'));
  } catch (error) {
    const isMissing = /^NoSuch(Key|Version)$/.test((error as Error).name);
    if (isMissing && !role.may('s3:ListBucket', `arn:${context.partition}:s3:::${bucket}`))
      throw awsError('AccessDenied', 'Access Denied', { statusCode: 403 });
    throw error;
  }
}

/** `aws s3` asks for an object's head first, whose refusals are numbers. */
function headed(name: string, message: string, source: string): string {
  const asked = 'when calling the HeadObject operation';
  if (name === 'NoSuchKey')
    return `An error occurred (404) ${asked}: Key "${source.replace(/^s3:\/\/[^/]*\//, '')}" does not exist`;
  if (name === 'AccessDenied') return `An error occurred (403) ${asked}: Forbidden`;
  if (name === 'NoSuchBucket') return `An error occurred (NoSuchBucket) when calling the GetObject operation: ${message}`;
  return message;
}

/** JMESPath as far as `a.b[0].c` goes; text output of a missing value is None, as the CLI prints it. */
function rendered(answer: object, query: string | undefined, format: string | undefined): string {
  const steps = (query ?? '').match(/[\w-]+/g) ?? [];
  const found = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], answer);
  if (format !== 'text') return JSON.stringify(found ?? null, null, 4);
  if (found === undefined || found === null) return 'None';
  return Array.isArray(found) ? found.join('\t') : String(found);
}
