import { parseImageReference, privateEcrOf } from '../image/image-reference.ts';
import { containersOf } from '../spec/containers-of.ts';
import type { EffectiveService } from '../spec/effective-spec.ts';
import { type EndpointService, endpointServiceOf } from './endpoint-services.ts';

export interface Need extends EndpointService {
  readonly reason: string;
}

/**
 * The AWS services a service's tasks call on Fargate platform 1.4.0, where one network interface carries everything: image,
 * registry credentials, logs, secrets and the container's own calls (ECS developer guide, "Fargate task networking", and ECR
 * user guide, "Interface VPC endpoints"). Each once, by name.
 */
export function needsOf(name: string, service: EffectiveService): readonly Need[] {
  const containers = containersOf(name, service);
  const needs: Need[] = [];
  const interfaces = (reason: string, ...services: string[]) =>
    needs.push(...services.map((one) => ({ name: one, kind: 'interface' as const, reason })));
  if (
    containers.some(
      ({ source }) => source.kind !== 'reference' || privateEcrOf(parseImageReference(source.reference)) !== undefined,
    )
  ) {
    interfaces(`${name} pulls its image from ECR`, 'ecr.api', 'ecr.dkr');
    needs.push({ name: 's3', kind: 'gateway', reason: `ECR keeps the layers of ${name} in S3` });
  }
  if (service.logs.retentionDays > 0) interfaces(`${name} writes logs`, 'logs');
  if (service.exec) interfaces(`${name} has exec`, 'ssmmessages');
  const secrets = containers.flatMap((container) => Object.values(container.secrets));
  if (secrets.some((arn) => arn.includes(':secretsmanager:'))) interfaces(`${name} reads secrets`, 'secretsmanager');
  if (secrets.some((arn) => arn.includes(':ssm:'))) interfaces(`${name} reads parameters`, 'ssm');
  for (const action of service.permissions.flatMap(({ actions }) => actions)) {
    const endpoint = endpointServiceOf(action);
    if (endpoint) needs.push({ ...endpoint, reason: `${name} calls ${action}` });
  }
  const once = new Map(needs.reverse().map((need) => [need.name, need]));
  return [...once.values()].reverse();
}

/** Session Manager on an instance (Systems Manager user guide, "Create VPC endpoints"; seed 068). */
export const bastionNeeds: readonly Need[] = ['ssm', 'ssmmessages', 'ec2messages'].map((name) => ({
  name,
  kind: 'interface' as const,
  reason: 'the bastion is reached through Session Manager',
}));
