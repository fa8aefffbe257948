import { DescribeAvailabilityZonesCommand, DescribeVpcEndpointServicesCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Connect } from './connect.ts';

export interface Network {
  /** Ids of the region's ordinary zones that offer every one of these endpoint services, in order of id. */
  zoneIds(endpointServices: readonly string[]): Promise<readonly string[]>;
}

export function makeNetwork(connect: Connect): Network {
  const client = connect(EC2Client);
  return {
    async zoneIds(endpointServices) {
      const { AvailabilityZones = [] } = await client.send(
        new DescribeAvailabilityZonesCommand({ Filters: [{ Name: 'zone-type', Values: ['availability-zone'] }] }),
      );
      let zones = AvailabilityZones.filter((zone) => zone.State === 'available');
      if (endpointServices.length > 0) {
        const { ServiceDetails = [] } = await client.send(
          new DescribeVpcEndpointServicesCommand({ ServiceNames: [...endpointServices] }),
        );
        zones = zones.filter((zone) =>
          ServiceDetails.every((service) => service.AvailabilityZones?.includes(zone.ZoneName ?? '')),
        );
      }
      return zones.map((zone) => zone.ZoneId ?? '').sort();
    },
  };
}
