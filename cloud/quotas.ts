import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { type QuotaKind, quotas } from '../domain/quota/quotas.ts';
import type { Connect } from './connect.ts';

export interface Quotas {
  /** How many of these this account may have in this region, or in each zone; nothing where AWS does not say. */
  most(kind: QuotaKind): Promise<number | undefined>;
  /** How many it has; of what is counted by zone, in that one. Never more than AWS counts: when in doubt, one is left out. */
  used(kind: QuotaKind, zoneId?: string): Promise<number>;
}

export function makeQuotas(connect: Connect, account: string): Quotas {
  const ec2 = connect(EC2Client);
  const serviceQuotas = connect(ServiceQuotasClient);
  const used: Readonly<Record<QuotaKind, (zoneId?: string) => Promise<number>>> = {
    vpc: async () => {
      // Those of others that are shared with this account are shown too.
      const Filters = [{ Name: 'owner-id', Values: [account] }];
      return count(async (NextToken) => {
        const page = await ec2.send(new DescribeVpcsCommand({ Filters, NextToken }));
        return { items: page.Vpcs, next: page.NextToken };
      });
    },
    address: async () => {
      const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
      // Addresses one has brought along are not counted; whether those a service of AWS manages are, is not documented.
      return Addresses.filter(({ PublicIpv4Pool = 'amazon', ServiceManaged }) => PublicIpv4Pool === 'amazon' && !ServiceManaged)
        .length;
    },
    natGateway: async (zoneId = '') => {
      const Filters = [{ Name: 'availability-zone-id', Values: [zoneId] }];
      const subnets = new Set<string>();
      await count(async (NextToken) => {
        const page = await ec2.send(new DescribeSubnetsCommand({ Filters, NextToken }));
        for (const { SubnetId = '' } of page.Subnets ?? []) subnets.add(SubnetId);
        return { items: page.Subnets, next: page.NextToken };
      });
      const Filter = [{ Name: 'state', Values: ['pending', 'available'] }];
      return count(async (NextToken) => {
        const page = await ec2.send(new DescribeNatGatewaysCommand({ Filter, NextToken }));
        return { items: page.NatGateways?.filter(({ SubnetId = '' }) => subnets.has(SubnetId)), next: page.NextToken };
      });
    },
    gatewayEndpoint: async () => {
      const Filters = [
        { Name: 'vpc-endpoint-type', Values: ['Gateway'] },
        { Name: 'vpc-endpoint-state', Values: ['pending', 'available'] },
      ];
      return count(async (NextToken) => {
        const page = await ec2.send(new DescribeVpcEndpointsCommand({ Filters, NextToken }));
        return { items: page.VpcEndpoints, next: page.NextToken };
      });
    },
  };
  return {
    async most(kind) {
      const { service: ServiceCode, quota: QuotaCode } = quotas[kind];
      try {
        const { Quota } = await serviceQuotas.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));
        return Quota?.Value;
      } catch {
        // An account may be kept from asking, and of some quotas AWS knows only the default, which says nothing of this
        // account. Whatever it is: not to know keeps nobody from trying.
        return undefined;
      }
    },
    used: (kind, zoneId) => used[kind](zoneId),
  };
}

interface Page {
  readonly items: readonly unknown[] | undefined;
  readonly next: string | undefined;
}

async function count(page: (token?: string) => Promise<Page>): Promise<number> {
  let all = 0;
  let token: string | undefined;
  do {
    const { items = [], next } = await page(token);
    all += items.length;
    token = next;
  } while (token);
  return all;
}
