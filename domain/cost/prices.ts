/**
 * us-east-1 list prices in USD, November 2026; estimates for a person deciding, not a bill. Sources: aws.amazon.com/pricing
 * pages of VPC (NAT gateway, public IPv4, PrivateLink), EC2, Fargate, CodeBuild and Step Functions.
 */
export const prices = {
  natGatewayHour: 0.045,
  publicIpv4Hour: 0.005,
  interfaceEndpointHour: 0.01,
  /** t4g.nano at 0.0042, and 8 GB of gp3 at 0.08 a month. */
  bastionHour: 0.0042 + (8 * 0.08) / 730,
  fargateVcpuHour: { X86_64: 0.04048, ARM64: 0.03238 },
  fargateGbHour: { X86_64: 0.004445, ARM64: 0.00356 },
  buildMinute: { X86_64: 0.005, ARM64: 0.0034 },
  stateTransition: 0.000025,
  hoursPerMonth: 730,
} as const;
