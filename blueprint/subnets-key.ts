import type { Egress } from '../schemas/gen/spec.types.ts';

/** Names the subnets of an egress both as output of the foundation and as parameter of the services stack. */
export function subnetsKey(egress: Egress): string {
  return { nat: 'NatSubnetIds', endpoints: 'EndpointsSubnetIds', public: 'PublicSubnetIds' }[egress];
}
