import type {
  DescribeAvailabilityZonesRequest,
  DescribePrefixListsRequest,
  DescribeVpcEndpointServicesRequest,
  ServiceDetail,
} from '@aws-sdk/client-ec2';
import { awsError } from '../aws-error.ts';
import type { Context, Service } from '../service.ts';
import { applyFilters } from './apply-filters.ts';
import { availabilityZones } from './availability-zones.ts';
import { describeAddresses, describeNetworkInterfaces, describeSecurityGroups, describeVpcEndpoints } from './describe-access.ts';
import { describeInstances } from './describe-instances.ts';
import {
  describeInternetGateways,
  describeNatGateways,
  describeRouteTables,
  describeSubnets,
  describeVpcs,
} from './describe-network.ts';
import type { Ec2State } from './ec2-state.ts';
import { type EndpointService, endpointServices, prefixListId } from './endpoint-services.ts';
import { createNetworkInterface, deleteNetworkInterface } from './network-interfaces.ts';

export const ec2: Service = {
  name: 'EC2',
  empty: (): Ec2State => ({
    ...{ vpcs: {}, subnets: {}, internetGateways: {}, routeTables: {}, addresses: {}, natGateways: {} },
    ...{ securityGroups: {}, vpcEndpoints: {}, networkInterfaces: {}, instances: {} },
  }),
  operations: {
    DescribeAvailabilityZones: describeZones,
    DescribeVpcEndpointServices: describeEndpointServices,
    DescribePrefixLists: describePrefixLists,
    DescribeVpcs: describeVpcs,
    DescribeSubnets: describeSubnets,
    DescribeRouteTables: describeRouteTables,
    DescribeInternetGateways: describeInternetGateways,
    DescribeNatGateways: describeNatGateways,
    DescribeAddresses: describeAddresses,
    DescribeSecurityGroups: describeSecurityGroups,
    DescribeNetworkInterfaces: describeNetworkInterfaces,
    DescribeVpcEndpoints: describeVpcEndpoints,
    DescribeInstances: describeInstances,
    CreateNetworkInterface: createNetworkInterface,
    DeleteNetworkInterface: deleteNetworkInterface,
  },
  timers: {},
};

function describeZones(input: DescribeAvailabilityZonesRequest, context: Context): object {
  const zones = availabilityZones(context.region);
  type Zone = (typeof zones)[number];
  const named = zones.filter(
    ({ ZoneName, ZoneId }) => (input.ZoneNames ?? [ZoneName]).includes(ZoneName) && (input.ZoneIds ?? [ZoneId]).includes(ZoneId),
  );
  const strange = (input.ZoneNames ?? []).find((name) => !zones.some(({ ZoneName }) => ZoneName === name));
  if (strange !== undefined) throw awsError('InvalidParameterValue', `Invalid availability zone: [${strange}]`);
  return {
    AvailabilityZones: applyFilters(named, input.Filters, {
      'zone-type': (zone: Zone) => zone.ZoneType,
      'zone-name': (zone: Zone) => zone.ZoneName,
      'zone-id': (zone: Zone) => zone.ZoneId,
      'opt-in-status': (zone: Zone) => zone.OptInStatus,
      'region-name': (zone: Zone) => zone.RegionName,
      state: (zone: Zone) => zone.State,
    }),
  };
}

function describeEndpointServices(input: DescribeVpcEndpointServicesRequest, context: Context): object {
  const all = endpointServices(context);
  const strange = (input.ServiceNames ?? []).find((name) => !all.some((service) => service.name === name));
  if (strange !== undefined) throw awsError('InvalidServiceName', `The Vpc Endpoint Service '${strange}' does not exist`);
  const asked = all.filter(({ name }) => (input.ServiceNames ?? [name]).includes(name));
  const found = applyFilters(asked, input.Filters, {
    'service-name': (service: EndpointService) => service.name,
    'service-type': (service: EndpointService) => service.type,
    owner: () => 'amazon',
  });
  return {
    ServiceNames: [...new Set(found.map(({ name }) => name))],
    ServiceDetails: found.map(({ name, type, privateDnsName, zoneNames }): ServiceDetail => {
      const dns = privateDnsName === undefined ? {} : { PrivateDnsName: privateDnsName };
      const AvailabilityZones = [...zoneNames];
      return { ServiceName: name, ServiceType: [{ ServiceType: type }], AvailabilityZones, Owner: 'amazon', ...dns };
    }),
  };
}

function describePrefixLists(input: DescribePrefixListsRequest, context: Context): object {
  const lists = endpointServices(context)
    .filter(({ type }) => type === 'Gateway')
    .map(({ name }) => ({ PrefixListId: prefixListId(name), PrefixListName: name, Cidrs: [] }));
  type List = (typeof lists)[number];
  const named = lists.filter(({ PrefixListId }) => (input.PrefixListIds ?? [PrefixListId]).includes(PrefixListId));
  return {
    PrefixLists: applyFilters(named, input.Filters, {
      'prefix-list-name': (list: List) => list.PrefixListName,
      'prefix-list-id': (list: List) => list.PrefixListId,
    }),
  };
}
