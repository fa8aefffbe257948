import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Ec2State } from '../ec2/ec2-state.ts';
import type { EcrState } from '../ecr/ecr-state.ts';
import { ecrRegistryOf, parseImageReference } from '../ecr/image-reference.ts';
import { pathToInternet } from '../network-path.ts';
import type { Context } from '../service.ts';
import { fullName } from './find-image.ts';
import { executionDenied, type StartFailure, type TaskStart, timedOut, unableToPull } from './task-start.ts';

/** The token for a private registry is one for the whole task, asked for before anything is pulled. */
export function registryAuth(start: TaskStart, context: Context): StartFailure | undefined {
  const usesEcr = start.definition.containers.some(({ image = '' }) => ecrRegistryOf(parseImageReference(image).registry));
  if (!usesEcr) return undefined;
  const host = `api.ecr.${context.region}.amazonaws.com`;
  if (!start.reach('ecr.api').open)
    return {
      isNetwork: true,
      reason: `${unableToPull} The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://${host}/": ${timedOut(host)}`,
    };
  const denied = executionDenied(start, { action: 'ecr:GetAuthorizationToken', resource: '*' }, context);
  return denied === undefined
    ? undefined
    : {
        isNetwork: false,
        reason: `${unableToPull} execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): ${denied}`,
      };
}

/** The way to one container's registry, and what the execution role may take out of it. */
export function imageAccess(container: ContainerDefinition, start: TaskStart, context: Context): StartFailure | undefined {
  const reference = parseImageReference(container.image ?? '');
  const { registry, repository, tag, digest } = reference;
  const blocked = (reason: string): StartFailure => ({ reason, isNetwork: true, container: container.name ?? '' });
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  const head = `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${fullName(reference)}: failed to do request: Head "https://${host}/v2/${repository}/manifests/${digest ?? tag}": ${timedOut(host)}`;
  const ecr = ecrRegistryOf(registry);
  if (!ecr) return pathToInternet(context.state<Ec2State>('EC2'), start.origin).open ? undefined : blocked(head);
  if (!start.reach('ecr.dkr').open) return blocked(head);
  const held = context.state<EcrState>('ECR').repositories[repository];
  const resource = `arn:${context.partition}:ecr:${ecr.region}:${ecr.account}:repository/${repository}`;
  const may = (action: string) =>
    executionDenied(start, { action, resource, ...(held ? { resourceTags: held.tags } : {}) }, context) === undefined;
  const forbidden = (reason: string): StartFailure => ({ reason, isNetwork: false, container: container.name ?? '' });
  if (!may('ecr:BatchGetImage'))
    return forbidden(
      `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${fullName(reference)}: unexpected status code [manifests ${digest ?? tag}]: 403 Forbidden`,
    );
  const bucket = `prod-${context.region}-starport-layer-bucket.s3.${context.region}.amazonaws.com`;
  if (!start.reach('s3').open)
    return blocked(
      `CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://${bucket}/": ${timedOut(bucket)}`,
    );
  if (may('ecr:GetDownloadUrlForLayer')) return undefined;
  return forbidden(
    `CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: unexpected status code https://${host}/v2/${repository}/blobs/: 403 Forbidden`,
  );
}
