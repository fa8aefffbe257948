import type { Way } from '../../../simulator/network-path.ts';

/** A network as one would draw it on paper, under plain names, and what of it works. */
export interface DrawnNetwork {
  readonly title: string;
  /** `dnsHostnames` is off unless it says otherwise, `dnsSupport` on: AWS's defaults. */
  readonly vpc: { readonly dnsHostnames?: boolean; readonly dnsSupport?: boolean };
  /** Where each table's default route goes: `igw`, the name of a NAT gateway, or nowhere. `main` is the VPC's own. */
  readonly tables: Readonly<Record<string, string | undefined>>;
  /** A subnet without a table goes by `main`. The zone is a letter. */
  readonly subnets: Readonly<Record<string, { readonly cidr: string; readonly zone: string; readonly table?: string }>>;
  readonly nats?: Readonly<Record<string, { readonly subnet: string; readonly state?: 'deleted' }>>;
  readonly endpoints?: readonly DrawnEndpoint[];
  /** Rules as `<port> from|to <group, block or pl-…>`; `*` is every port. Without `out` everything may leave. */
  readonly groups: Readonly<Record<string, { readonly in?: readonly string[]; readonly out?: readonly string[] }>>;
  readonly interfaces: Readonly<
    Record<string, { readonly subnet: string; readonly groups: readonly string[]; readonly publicIp?: boolean }>
  >;
  readonly verdicts: readonly Verdict[];
}

/** An interface endpoint has subnets and groups, private DNS unless it says otherwise; a gateway endpoint has tables. */
export type DrawnEndpoint =
  | {
      readonly service: string;
      readonly subnets: readonly string[];
      readonly groups: readonly string[];
      readonly privateDns?: boolean;
    }
  | { readonly service: string; readonly tables: readonly string[]; readonly name?: string };

/**
 * From an interface, or from `internet`; to `internet`, `<interface>:<port>`, or a service's short name; several when
 * they go the same way. It goes by this way, or it does not and the reason is like that.
 */
export type Verdict = readonly [from: string, to: string | readonly string[], outcome: Way | RegExp];
