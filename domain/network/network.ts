/**
 * Why an element is there. `required`: without it something the spec declares cannot work. `cheaper`: it would work, and cost
 * more. `redundancy`: it would work until a zone fails.
 */
export type Why = 'required' | 'cheaper' | 'redundancy';

/** One resource of the network. `id` is its logical id and never means another thing; other elements are named by theirs. */
export type NetworkElement = {
  readonly id: string;
  readonly why: Why;
  /** One sentence for whoever asks what this is for. */
  readonly reason: string;
} & (
  | { readonly kind: 'vpc'; readonly cidr: string }
  | { readonly kind: 'internetGateway' | 'gatewayAttachment' | 'routeTable' | 'address' }
  | { readonly kind: 'defaultRoute'; readonly table: string; readonly nat?: string }
  /** `zone` counts from 1. */
  | { readonly kind: 'subnet'; readonly zone: number; readonly cidr: string }
  | { readonly kind: 'association'; readonly subnet: string; readonly table: string }
  | { readonly kind: 'natGateway'; readonly subnet: string; readonly address: string }
  | { readonly kind: 'gatewayEndpoint'; readonly service: string; readonly tables: readonly string[] }
  | {
      readonly kind: 'interfaceEndpoint';
      readonly service: string;
      readonly subnets: readonly string[];
      readonly group: string;
    }
  | { readonly kind: 'group'; readonly description: string }
  | { readonly kind: 'ingress'; readonly group: string; readonly port: number; readonly from: Source }
);

export type Source = { readonly group: string } | { readonly cidr: string };

/** Where tasks, or the bastion, are put: ids of subnets and of their own group. */
export interface Placement {
  readonly subnets: readonly string[];
  readonly group: string;
  readonly publicIp: boolean;
}

export interface Network {
  readonly elements: readonly NetworkElement[];
  readonly placements: Readonly<Record<string, Placement>>;
  /** The bastion's; absent where there is none. */
  readonly bastion?: Placement;
}
