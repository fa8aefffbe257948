import { createHash } from 'node:crypto';
import type { Context } from '../service.ts';

const path = '/aws/service/ami-amazon-linux-latest/';
const names: readonly string[] = ['arm64', 'x86_64'].map((architecture) => `${path}al2023-ami-kernel-default-${architecture}`);

/**
 * AWS's own parameter for the newest Amazon Linux 2023. The knob `ssm.amazonLinuxRelease` is the next release, which AWS
 * makes every two weeks or so: another AMI under the same name, and another version of the parameter.
 */
export function publicParameter(
  name: string,
  context: Context,
): { readonly value: string; readonly version: number } | undefined {
  if (!names.includes(name)) return undefined;
  const version = Number(context.knob('ssm.amazonLinuxRelease') ?? 1);
  const hash = createHash('sha256').update(`${context.region} ${name} ${version}`).digest('hex');
  return { value: `ami-${hash.slice(0, 17)}`, version };
}
