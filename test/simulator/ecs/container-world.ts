import { awsError } from '../../../simulator/aws-error.ts';
import { codeBuild } from '../../../simulator/codebuild/codebuild.ts';
import type { Ec2State } from '../../../simulator/ec2/ec2-state.ts';
import { ecr } from '../../../simulator/ecr/ecr.ts';
import { ecs } from '../../../simulator/ecs/ecs.ts';
import { eventBridge } from '../../../simulator/eventbridge/eventbridge.ts';
import { git } from '../../../simulator/git/git.ts';
import { makeRegion, type Region, type RegionOptions } from '../../../simulator/region.ts';
import { s3 } from '../../../simulator/s3/s3.ts';
import { secretsManager } from '../../../simulator/secrets-manager/secrets-manager.ts';
import type { Service } from '../../../simulator/service.ts';
import { serviceDiscovery } from '../../../simulator/service-discovery/service-discovery.ts';
import { serviceQuotas } from '../../../simulator/service-quotas/service-quotas.ts';
import { ssm } from '../../../simulator/ssm/ssm.ts';
import { tagging } from '../../../simulator/tagging/tagging.ts';
import { iamStandIn } from './iam-stand-in.ts';

/** Stand-ins for the neighbours: just enough for a task to have an interface, a role and a log. */
const ec2: Service = {
  name: 'EC2',
  empty: () => natNetwork(),
  timers: {},
  operations: {
    CreateNetworkInterface(input: { SubnetId: string; AssignPublicIp?: boolean }, context) {
      const state = context.state<Ec2State>('EC2');
      if (!state.subnets[input.SubnetId]) throw awsError('InvalidSubnetID.NotFound', 'no such subnet');
      const NetworkInterfaceId = `eni-${context.id(17, '0123456789abcdef')}`;
      state.networkInterfaces[NetworkInterfaceId] = { NetworkInterfaceId } as Ec2State['networkInterfaces'][string];
      const address = { NetworkInterfaceId, PrivateIpAddress: '10.0.1.10' };
      return input.AssignPublicIp ? { ...address, PublicIp: '203.0.113.9' } : address;
    },
    DeleteNetworkInterface(input: { NetworkInterfaceId: string }, context) {
      delete context.state<Ec2State>('EC2').networkInterfaces[input.NetworkInterfaceId];
      return {};
    },
  },
};

interface Logs {
  groups: Record<string, Record<string, string[]>>;
}
const logs: Service = {
  name: 'CloudWatchLogs',
  empty: (): Logs => ({ groups: { '/app': {} } }),
  timers: {},
  operations: {
    CreateLogGroup(input: { logGroupName: string }, context) {
      context.state<Logs>('CloudWatchLogs').groups[input.logGroupName] ??= {};
      return {};
    },
    CreateLogStream(input: { logGroupName: string; logStreamName: string }, context) {
      const group = context.state<Logs>('CloudWatchLogs').groups[input.logGroupName];
      if (!group) throw awsError('ResourceNotFoundException', 'The specified log group does not exist.');
      group[input.logStreamName] ??= [];
      return {};
    },
    PutLogEvents(input: { logGroupName: string; logStreamName: string; logEvents: { message: string }[] }, context) {
      const group = context.state<Logs>('CloudWatchLogs').groups[input.logGroupName];
      group?.[input.logStreamName]?.push(...input.logEvents.map(({ message }) => message));
      return {};
    },
    DescribeLogGroups: (_input: object, context) => ({
      logGroups: Object.keys(context.state<Logs>('CloudWatchLogs').groups).map((logGroupName) => ({ logGroupName })),
    }),
  },
};

export const services = [
  ec2,
  iamStandIn,
  logs,
  eventBridge,
  git,
  s3,
  secretsManager,
  serviceDiscovery,
  ssm,
  serviceQuotas,
  tagging,
  ecr,
  ecs,
  codeBuild,
];

export const makeWorld = (options: Partial<RegionOptions> = {}): Region => makeRegion({ services, ...options });

const everything = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

/** A public subnet with a NAT gateway in it and a private one that leaves through it. */
export function natNetwork(): Ec2State {
  const table = (RouteTableId: string, subnet: string, route: object) => ({
    RouteTableId,
    VpcId: 'vpc-1',
    main: false,
    associations: { [`assoc-${subnet}`]: subnet },
    routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }, route],
    Tags: [],
  });
  const subnet = (SubnetId: string, CidrBlock: string) => ({
    SubnetId,
    CidrBlock,
    VpcId: 'vpc-1',
    AvailabilityZone: 'eu-west-1a',
    AvailabilityZoneId: 'euw1-az1',
    MapPublicIpOnLaunch: false,
    Tags: [],
  });
  const group = (GroupId: string, ingress: Ec2State['securityGroups'][string]['ingress']) => ({
    GroupId,
    GroupName: GroupId,
    Description: '',
    VpcId: 'vpc-1',
    ingress,
    egress: [everything],
    Tags: [],
  });
  return {
    vpcs: { 'vpc-1': { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true, Tags: [] } },
    subnets: {
      'subnet-public': subnet('subnet-public', '10.0.0.0/24'),
      'subnet-private': subnet('subnet-private', '10.0.1.0/24'),
    },
    internetGateways: { 'igw-1': { InternetGatewayId: 'igw-1', attachedVpcId: 'vpc-1', Tags: [] } },
    routeTables: {
      'rtb-public': table('rtb-public', 'subnet-public', { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }),
      'rtb-private': table('rtb-private', 'subnet-private', { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }),
    },
    addresses: {},
    natGateways: {
      'nat-1': {
        NatGatewayId: 'nat-1',
        SubnetId: 'subnet-public',
        VpcId: 'vpc-1',
        State: 'available',
        AllocationId: 'eipalloc-1',
        Tags: [],
      },
    },
    securityGroups: {
      'sg-task': group('sg-task', []),
      'sg-other': group('sg-other', []),
      'sg-endpoint': group('sg-endpoint', [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, GroupId: 'sg-task' }]),
    },
    vpcEndpoints: {},
    networkInterfaces: {},
  };
}

export function addEndpoint(ec2State: Ec2State, service: string, more: Partial<Ec2State['vpcEndpoints'][string]> = {}): void {
  ec2State.vpcEndpoints[`vpce-${service}`] = {
    VpcEndpointId: `vpce-${service}`,
    VpcId: 'vpc-1',
    ServiceName: `com.amazonaws.eu-west-1.${service}`,
    VpcEndpointType: 'Interface',
    State: 'available',
    PrivateDnsEnabled: true,
    SubnetIds: ['subnet-private'],
    RouteTableIds: [],
    GroupIds: ['sg-endpoint'],
    Tags: [],
    ...more,
  };
}

/** Fires what is due in the next so many simulated seconds. */
export function pass(region: Region, seconds: number): void {
  const end = region.state.now + seconds * 1000;
  while ((region.nextTimerAt() ?? Number.POSITIVE_INFINITY) <= end) region.fireNext();
  region.advanceTo(end);
}

/** As `pass`, and waits for what runs between two moments. */
export async function passWithWork(region: Region, seconds: number): Promise<void> {
  const end = region.state.now + seconds * 1000;
  for (;;) {
    while (region.running() > 0) await new Promise(setImmediate);
    if ((region.nextTimerAt() ?? Number.POSITIVE_INFINITY) > end) break;
    region.fireNext();
  }
  region.advanceTo(end);
}

export function logLines(region: Region, group: string): string[] {
  const state = region.context.state<Logs>('CloudWatchLogs');
  return Object.values(state.groups[group] ?? {}).flat();
}

// biome-ignore lint/suspicious/noExplicitAny: the tests read answers the way an untyped caller would
export const ask = (region: Region, service: string, operation: string, input: object): any =>
  region.call(service, operation, input);

export function registered(region: Region, image: string, more: object = {}, task: object = {}): string {
  return ask(region, 'ECS', 'RegisterTaskDefinition', {
    family: 'app',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
    containerDefinitions: [
      {
        name: 'app',
        image,
        portMappings: [{ containerPort: 80 }],
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/app', 'awslogs-stream-prefix': 'app' } },
        ...more,
      },
    ],
    ...task,
  }).taskDefinition.taskDefinitionArn;
}

export function serviceInput(taskDefinition: string, more: object = {}) {
  return {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition,
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: {
      awsvpcConfiguration: { subnets: ['subnet-private'], securityGroups: ['sg-task'], assignPublicIp: 'DISABLED' },
    },
    ...more,
  };
}

export const breaker = (rollback = true) => ({
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback } },
});

export function makeService(region: Region, taskDefinition: string, more: object = {}): void {
  region.call('ECS', 'CreateCluster', { clusterName: 'main' });
  region.call('ECS', 'CreateService', serviceInput(taskDefinition, more));
}

export const readService = (region: Region) =>
  ask(region, 'ECS', 'DescribeServices', { cluster: 'main', services: ['web'] }).services[0];

export function readTasks(region: Region, desiredStatus = 'RUNNING') {
  const { taskArns } = ask(region, 'ECS', 'ListTasks', { cluster: 'main', desiredStatus });
  return ask(region, 'ECS', 'DescribeTasks', { cluster: 'main', tasks: taskArns }).tasks;
}

/** Every event of a source, as a Lambda on the bus hears it. */
export function listen(region: Region, source: string): void {
  region.call('EventBridge', 'PutRule', { Name: 'all', EventPattern: JSON.stringify({ source: [source] }) });
  region.call('EventBridge', 'PutTargets', {
    Rule: 'all',
    Targets: [{ Id: '1', Arn: 'arn:aws:lambda:eu-west-1:111122223333:function:ear' }],
  });
}
