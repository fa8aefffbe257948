import { parseImageReference, privateEcrOf } from '../image/image-reference.ts';
import { containersOf } from './containers-of.ts';
import type { EffectiveService } from './effective-spec.ts';

/** What ECS reads for a service when one of its tasks starts. */
export interface Reads {
  /** Images of the environment's own registry. */
  readonly ownImages: boolean;
  /** Private repositories that images are pulled from in place, as `<region>:<account>:repository/<name>`. */
  readonly repositories: readonly string[];
  /** ARNs of Secrets Manager secrets, without JSON key and version. */
  readonly secrets: readonly string[];
  /** ARNs of SSM parameters. */
  readonly parameters: readonly string[];
}

export function readsOf(name: string, service: EffectiveService): Reads {
  const containers = containersOf(name, service);
  const arns = containers.flatMap((container) => Object.values(container.secrets));
  return {
    ownImages: containers.some(({ source }) => source.kind !== 'reference'),
    repositories: containers.flatMap(({ source }) => (source.kind === 'reference' ? repositoryOf(source.reference) : [])),
    secrets: arns.filter((arn) => arn.includes(':secretsmanager:')).map((arn) => arn.split(':').slice(0, 7).join(':')),
    parameters: arns.filter((arn) => arn.includes(':ssm:')),
  };
}

function repositoryOf(text: string): readonly string[] {
  const reference = parseImageReference(text);
  const ecr = privateEcrOf(reference);
  return reference && ecr ? [`${ecr.region}:${ecr.account}:repository/${reference.repository}`] : [];
}
