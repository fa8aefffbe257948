import type { MachineImages } from '../../cloud/machine-images.ts';
import type { Network } from '../../cloud/network.ts';
import type { Table } from '../../cloud/table.ts';
import { PlanRefused } from '../../domain/errors.ts';
import { compileNetwork } from '../../domain/network/compile-network.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';

interface Deps {
  readonly table: { readonly environments: Pick<Table['environments'], 'choose'> };
  readonly network: Network;
  readonly machineImages: MachineImages;
}

/** What a foundation is made from that no spec says. Asked of AWS once, then kept for the environment's life. */
export interface Places {
  readonly zoneIds: readonly string[];
  readonly bastionImageId?: string;
}

/** A zone is chosen for good, so it has to offer what services may come to need, not only what this spec does. */
const likelyEndpoints = ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager', 'ssm', 'ssmmessages', 'ec2messages'];
const mostZones = 4;

/** Of an environment, as far as places have been chosen. */
type Placed = Pick<Environment, 'name' | 'zoneIds' | 'bastionImageId'>;

export async function choosePlaces(environment: Placed, spec: EffectiveSpec, deps: Deps): Promise<Places> {
  const { table, machineImages } = deps;
  if (Object.keys(spec.services).length === 0 && !spec.bastion) return { zoneIds: environment.zoneIds ?? [] };
  // Asleep it needs none, and it is going to wake.
  const needed = compileNetwork({ ...spec, paused: false }).elements.flatMap((one) =>
    one.kind === 'interfaceEndpoint' ? [one.service] : [],
  );
  const zoneIds =
    environment.zoneIds ?? (await table.environments.choose(environment.name, 'zoneIds', await zonesFor(needed, deps)));
  if (zoneIds.length < spec.network.zones)
    throw new PlanRefused(`the region offers ${zoneIds.length} availability zones, the spec asks for ${spec.network.zones}`);
  if (environment.zoneIds) await checkEndpoints(needed, zoneIds.slice(0, spec.network.zones), deps);
  if (!spec.bastion) return { zoneIds };
  const bastionImageId =
    environment.bastionImageId ??
    (await table.environments.choose(environment.name, 'bastionImageId', await machineImages.newest()));
  return { zoneIds, bastionImageId };
}

/** use1-az3 has no Fargate on ARM64 (ecs-arm64.html); an environment may get an ARM64 service any day of its life. */
async function zonesFor(needed: readonly string[], { network }: Deps): Promise<readonly string[]> {
  const zoneIds = (await network.zoneIds()).filter((zoneId) => zoneId !== 'use1-az3');
  const endpoints = [...new Set([...likelyEndpoints, ...needed])];
  const offered = await network.endpointZoneIds(endpoints);
  for (const service of needed) if (offered[service]?.length === 0) throw notInRegion(service);
  // What the region does not offer at all rules out no zone.
  const bounds = Object.values(offered).filter((zones) => zones.length > 0);
  return zoneIds.filter((zoneId) => bounds.every((zones) => zones.includes(zoneId))).slice(0, mostZones);
}

async function checkEndpoints(needed: readonly string[], zoneIds: readonly string[], { network }: Deps): Promise<void> {
  if (needed.length === 0) return;
  for (const [service, zones] of Object.entries(await network.endpointZoneIds(needed))) {
    if (zones.length === 0) throw notInRegion(service);
    const without = zoneIds.filter((zoneId) => !zones.includes(zoneId));
    if (without.length > 0)
      throw new PlanRefused(
        `there is no endpoint for ${service} in ${without.join(', ')}, where this environment is; use egress nat`,
      );
  }
}

const notInRegion = (service: string) =>
  new PlanRefused(`this region has no endpoint for ${service}; a service that needs it can use egress nat`);
