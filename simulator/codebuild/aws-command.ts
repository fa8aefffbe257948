import { Buffer } from 'node:buffer';
import { type Command, defineCommand } from 'just-bash';
import { registryPassword } from '../ecr/registry-password.ts';
import type { S3State } from '../s3/s3-state.ts';
import type { Context } from '../service.ts';
import { failure, output, readCommandLine } from './command-line.ts';

/** The AWS CLI of the build image: reads only. What a build writes goes through docker push. */
export function awsCommand(context: Context): Command {
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
          const bytes = objectAt(source, context);
          if (target === '-') return { ...output(Buffer.from(bytes).toString('latin1')), stdoutKind: 'bytes' as const };
          const path = ctx.fs.resolvePath(ctx.cwd, target);
          const isDirectory = target.endsWith('/') || ((await ctx.fs.exists(path)) && (await ctx.fs.stat(path)).isDirectory);
          await ctx.fs.writeFile(isDirectory ? `${path}/${source.slice(source.lastIndexOf('/') + 1)}` : path, bytes);
          return output(`download: ${source} to ${target}\n`);
        }
        default:
          return failure(`aws: error: the simulator does not model: aws ${service} ${operation}`, 252);
      }
    } catch (error) {
      const { name, message } = error as Error;
      if (service === 's3') return failure(message, 1);
      const camel = operation.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
      return failure(`\nAn error occurred (${name}) when calling the ${camel} operation: ${message}`, 254);
    }
  });
}

/** `imageTag=x,imageDigest=y` */
const identifier = (text: string) => Object.fromEntries(text.split(',').map((pair) => pair.split('=')));

function objectAt(url: string, context: Context): Uint8Array {
  const [, bucket = '', key = ''] = url.match(/^s3:\/\/([^/]+)\/(.*)$/) ?? [];
  if (!bucket) throw new Error('fatal error: the simulator copies from s3:// only');
  const stored = context.state<S3State>('S3').buckets[bucket];
  if (!stored)
    throw new Error(
      'fatal error: An error occurred (NoSuchBucket) when calling the GetObject operation: The specified bucket does not exist',
    );
  const found = stored.objects[key]?.at(-1);
  if (!found || found.deleteMarker)
    throw new Error(`fatal error: An error occurred (404) when calling the HeadObject operation: Key "${key}" does not exist`);
  return new Uint8Array(Buffer.from(found.base64, 'base64'));
}

/** JMESPath as far as `a.b[0].c` goes; text output of a missing value is None, as the CLI prints it. */
function rendered(answer: object, query: string | undefined, format: string | undefined): string {
  const steps = (query ?? '').match(/[\w-]+/g) ?? [];
  const found = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], answer);
  if (format !== 'text') return JSON.stringify(found ?? null, null, 4);
  if (found === undefined || found === null) return 'None';
  return Array.isArray(found) ? found.join('\t') : String(found);
}
