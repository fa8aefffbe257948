import type { Context } from '../service.ts';

/** What a region gives an account until it asks for more; of NAT gateways, to a zone. By the codes of Service Quotas. */
const quotas = {
  'L-F678F1CE': { name: 'VPCs per Region', usual: 5, knob: 'ec2.vpc-quota' },
  'L-0263D0A3': { name: 'EC2-VPC Elastic IPs', usual: 5, knob: 'ec2.address-quota' },
  'L-FE5A380F': { name: 'NAT gateways per Availability Zone', usual: 5, knob: 'ec2.nat-quota' },
  'L-1B52E74A': { name: 'Gateway VPC endpoints per Region', usual: 20, knob: 'ec2.gateway-endpoint-quota' },
} as const;

export type Ec2QuotaCode = keyof typeof quotas;

export function ec2Quota(code: Ec2QuotaCode, context: Context): { readonly name: string; readonly value: number } {
  const { name, usual, knob } = quotas[code];
  return { name, value: Number(context.knob(knob) ?? usual) };
}

/** Whether it is one that is kept here. */
export function isEc2QuotaCode(code: string): code is Ec2QuotaCode {
  return code in quotas;
}
