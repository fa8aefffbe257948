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
      const idOf = new Map((await zones()).map((zone) => [zone.ZoneName, zone.ZoneId ?? '']));
      const offered = new Map(services.map((service) => [`com.amazonaws.${region}.${service}`, new Set<string>()]));
      // All of them and not by name: one name the region does not have would make the whole call fail.
      let NextToken: string | undefined;
      do {
        const page = await client.send(new DescribeVpcEndpointServicesCommand(NextToken ? { NextToken } : {}));
        for (const { ServiceName = '', AvailabilityZones = [] } of page.ServiceDetails ?? [])
          for (const zone of AvailabilityZones) offered.get(ServiceName)?.add(idOf.get(zone) ?? '');
        NextToken = page.NextToken;
      } while (NextToken);
      return Object.fromEntries(
        services.map((service) => [service, [...(offered.get(`com.amazonaws.${region}.${service}`) ?? [])].filter(Boolean)]),
      );
    },
  };
}
