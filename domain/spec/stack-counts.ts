import { imageJobs } from '../image/image-jobs.ts';
import { compileNetwork } from '../network/compile-network.ts';
import { discoveredServices } from '../network/discovered-services.ts';
import { containersOf } from './containers-of.ts';
import type { EffectiveSpec } from './effective-spec.ts';
import { readsOf } from './reads-of.ts';

/** CloudFormation's limits for one template. */
export const mostResources = 500;
export const mostOutputs = 200;
export const mostParameters = 200;

/** No count depends on the block, and this one is valid whatever the spec says. */
const anyBlock = '10.0.0.0/16';

/** Role, profile, policy, instance. */
const bastionResources = 4;
/** Cluster and namespace. */
const sharedResources = 2;
/** Two roles, log group, security group. */
const outputsPerService = 4;
/** VPC and cluster. */
const sharedOutputs = 2;
/** URI and name; and once, the role of the builds. */
const outputsPerRepository = 2;
/** Those a registry has room for, beside the role of the builds: with one repository for each image. */
export const mostRepositories = Math.floor((mostOutputs - 1) / outputsPerRepository);

/** What stands in the foundation for each service beside its part of the network: a word for each resource. */
function rolesAndLogs(spec: EffectiveSpec): readonly string[] {
  return Object.entries(spec.services).flatMap(([name, service]) => {
    const { ownImages, repositories, secrets, parameters } = readsOf(name, service);
    const parts = [
      ...['execution role', 'task role'],
      ...(ownImages ? ['pull'] : []),
      ...(repositories.length > 0 ? ['pull in place'] : []),
      ...(secrets.length + parameters.length > 0 ? ['secrets'] : []),
      ...(service.exec ? ['exec'] : []),
      ...(service.permissions.length > 0 ? ['permissions'] : []),
      ...(service.logs.retentionDays > 0 ? ['log group', 'log'] : []),
    ];
    return parts.map((part) => `${name} ${part}`);
  });
}

/**
 * How large the largest stacks can become, `before` being what still runs while an update moves its services. An upper bound:
 * no stack of the spec has more.
 */
export function stackCounts(spec: EffectiveSpec, before?: EffectiveSpec) {
  const specs = before ? [spec, before] : [spec];
  // What is accepted asleep has to fit when it wakes.
  const awake = (one: EffectiveSpec) => ({ ...one, paused: false });
  const many = (of: (one: EffectiveSpec) => readonly string[]) => new Set(specs.flatMap(of)).size;
  const services = many((one) => Object.keys(one.services));
  const names = many(discoveredServices);
  const subnets = many((one) => Object.values(one.services).map(({ egress }) => egress));
  const network = { ...spec.network, cidr: anyBlock };
  const containers = Object.entries(spec.services).reduce((sum, [name, service]) => sum + containersOf(name, service).length, 0);
  return {
    services,
    /** Of the foundation; the services stack has two for each service. */
    resources:
      compileNetwork({ ...awake(spec), network }, before && awake(before)).elements.length +
      many(rolesAndLogs) +
      names +
      bastionResources +
      sharedResources,
    /** Of the registry: of both while one follows the other. */
    repositories: many((one) => imageJobs(one).map(({ repository }) => repository)),
    /** Of the foundation. */
    outputs: services * outputsPerService + names + subnets + sharedOutputs + (specs.some(({ bastion }) => bastion) ? 1 : 0),
    /** Of the services stack: cluster, subnets, what services take from the foundation, and an image for each container. */
    parameters:
      1 + subnets + Object.keys(spec.services).length * outputsPerService + discoveredServices(spec).length + containers,
  };
}
