import type { GetServiceQuotaRequest, ServiceQuota } from '@aws-sdk/client-service-quotas';
import { awsError } from '../aws-error.ts';
import { ec2Quota, isEc2QuotaCode } from '../ec2/ec2-quota.ts';
import type { Context, Service } from '../service.ts';

/** Addresses are EC2's, the rest of a network is VPC's. */
const services: Readonly<Record<string, string>> = { 'L-0263D0A3': 'ec2' };

/** What an account may have, as Service Quotas tells it. */
export const serviceQuotas: Service = {
  name: 'ServiceQuotas',
  empty: () => ({}),
  timers: {},
  operations: { GetServiceQuota: getServiceQuota },
};

function getServiceQuota({ ServiceCode, QuotaCode = '' }: GetServiceQuotaRequest, context: Context): { Quota: ServiceQuota } {
  if (context.knob('serviceQuotas.denied') === true)
    throw awsError('AccessDeniedException', 'User is not authorized to perform: servicequotas:GetServiceQuota');
  if (!isEc2QuotaCode(QuotaCode) || ServiceCode !== (services[QuotaCode] ?? 'vpc'))
    throw awsError('NoSuchResourceException', 'The request failed because the specified quota does not exist.');
  // Of some quotas the value of this account is not known to it, only the default.
  if (context.knob('serviceQuotas.onlyDefaults') === true)
    throw awsError('NoSuchResourceException', 'The applied quota value is not available.');
  const { name, value } = ec2Quota(QuotaCode, context);
  return {
    Quota: {
      ServiceCode,
      QuotaCode,
      QuotaName: name,
      QuotaArn: `arn:${context.partition}:servicequotas:${context.region}:${context.account}:${ServiceCode}/${QuotaCode}`,
      Value: value,
      Unit: 'None',
      Adjustable: true,
      GlobalQuota: false,
      QuotaAppliedAtLevel: 'ACCOUNT',
    },
  };
}
