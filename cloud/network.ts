import { DescribeAvailabilityZonesCommand, DescribeVpcEndpointServicesCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Connect } from './connect.ts';

export interface Network {
  /** Ids of the region's ordinary zones, in order of id. */
  zoneIds(): Promise<readonly string[]>;
  /** Ids of the zones that offer each of these endpoint services (`ecr.api`, `logs`, …); none for one the region does not have. */
  endpointZoneIds(services: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>>;
}

export function makeNetwork(connect: Connect): Network {
  const client = connect(EC2Client);
  const zones = async () => {
    const { AvailabilityZones = [] } = await client.send(
      new DescribeAvailabilityZonesCommand({ Filters: [{ Name: 'zone-type', Values: ['availability-zone'] }] }),
    );
    return AvailabilityZones.filter((zone) => zone.State === 'available');
  };
  return {
    zoneIds: async () => (await zones()).map((zone) => zone.ZoneId ?? '').sort(),
    async endpointZoneIds(services) {
      const region = await client.config.region();
      const nameOf = (service: string) => `com.amazonaws.${region}.${service}`;
      // As a filter and not as ServiceNames: one name the region does not have would make the whole call fail.
      const { ServiceDetails = [] } = await client.send(
        new DescribeVpcEndpointServicesCommand({ Filters: [{ Name: 'service-name', Values: services.map(nameOf) }] }),
      );
      const idOf = new Map((await zones()).map((zone) => [zone.ZoneName, zone.ZoneId ?? '']));
      const offered = (service: string) =>
        ServiceDetails.filter(({ ServiceName }) => ServiceName === nameOf(service))
          .flatMap(({ AvailabilityZones = [] }) => AvailabilityZones)
          .flatMap((zone) => idOf.get(zone) ?? []);
      return Object.fromEntries(services.map((service) => [service, offered(service)]));
    },
  };
}
