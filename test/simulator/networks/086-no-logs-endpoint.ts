import type { DrawnNetwork } from './drawn-network.ts';

/** ECR and S3 have endpoints, CloudWatch Logs has none: a task runs until one gives it the awslogs driver (S2). */
export const noLogsEndpoint: DrawnNetwork = {
  title: '086 and S2: no endpoint for logs',
  vpc: { dnsHostnames: true },
  tables: { private: undefined },
  subnets: { private: { cidr: '10.0.2.0/24', zone: 'a', table: 'private' } },
  endpoints: [
    { service: 's3', tables: ['private'] },
    { service: 'ecr.api', subnets: ['private'], groups: ['endpoint'] },
    { service: 'ecr.dkr', subnets: ['private'], groups: ['endpoint'] },
  ],
  groups: { task: {}, endpoint: { in: ['443 from task'] } },
  interfaces: { task: { subnet: 'private', groups: ['task'] } },
  verdicts: [
    ['task', ['ecr.api', 'ecr.dkr'], 'interface-endpoint'],
    ['task', 's3', 'gateway-endpoint'],
    ['task', 'logs', /no endpoint for logs in vpc, and the route table of private has no route/],
  ],
};
