import { ListInstancesCommand, ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import type { Connect } from './connect.ts';

export interface Names {
  /** How many tasks are registered under a Cloud Map service; none when it is gone. */
  registered(serviceArn: string): Promise<number>;
}

export function makeNames(connect: Connect): Names {
  const client = connect(ServiceDiscoveryClient);
  return {
    async registered(serviceArn) {
      try {
        const ServiceId = serviceArn.split('/').at(-1);
        return (await client.send(new ListInstancesCommand({ ServiceId }))).Instances?.length ?? 0;
      } catch (error) {
        if (error instanceof Error && error.name === 'ServiceNotFound') return 0;
        throw error;
      }
    },
  };
}
