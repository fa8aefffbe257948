import type { Signature } from '../diagnosis/signature.ts';
import type { NetworkElement } from '../network/network.ts';

interface Quota {
  /** Of the diagnosis, whether the plan or AWS has noticed. */
  readonly code: `QUOTA_${string}`;
  /** As Service Quotas names it. */
  readonly service: 'vpc' | 'ec2';
  readonly quota: string;
  readonly name: string;
  /** What EC2 says when there is none left (docs, or public logs of it). */
  readonly said: RegExp;
  readonly sentence: string;
  readonly free: string;
}

/** What of a network an account has only so many of, by kind of element. Usually 5, 5, 5 to a zone, and 20. */
export const quotas = {
  vpc: {
    code: 'QUOTA_VPC',
    service: 'vpc',
    quota: 'L-F678F1CE',
    name: 'VPCs per Region',
    said: /maximum number of VPCs has been reached/i,
    sentence: 'The account has no room for another VPC.',
    free: 'Delete an unused VPC',
  },
  address: {
    code: 'QUOTA_ELASTIC_IP',
    service: 'ec2',
    quota: 'L-0263D0A3',
    name: 'EC2-VPC Elastic IPs',
    said: /maximum number of addresses has been reached/i,
    sentence: 'The account has no Elastic IP address left for the NAT gateway.',
    free: 'Release an unused address',
  },
  natGateway: {
    code: 'QUOTA_NAT_GATEWAY',
    service: 'vpc',
    quota: 'L-FE5A380F',
    name: 'NAT gateways per Availability Zone',
    said: /would exceed the limit of \d+ NAT gateways/i,
    sentence: 'The account has no room for another NAT gateway in this zone.',
    free: 'Delete an unused NAT gateway there',
  },
  gatewayEndpoint: {
    code: 'QUOTA_GATEWAY_ENDPOINT',
    service: 'vpc',
    quota: 'L-1B52E74A',
    name: 'Gateway VPC endpoints per Region',
    said: /maximum number of VPC endpoints has been reached/i,
    sentence: 'The account has no room for another gateway endpoint.',
    free: 'Delete an unused gateway endpoint',
  },
} as const satisfies Partial<Record<NetworkElement['kind'], Quota>>;

export type QuotaKind = keyof typeof quotas;

/** The rows of the diagnosis table: one sentence and one remedy, whoever has noticed. */
export const quotaSignatures: readonly Signature[] = Object.values(quotas).map(
  ({ code, service, quota, name, said, sentence, free }) => ({
    code,
    pattern: new RegExp(`\\b${code}: |${said.source}`, 'i'),
    sentence,
    remedy: `${free}, or ask for more “${name}” with \`aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${quota} --desired-value <number>\`.`,
    terminal: true,
  }),
);
