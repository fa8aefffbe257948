import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Ec2State } from '../../simulator/ec2/ec2-state.ts';
import type { EcsState } from '../../simulator/ecs/ecs-state.ts';
import { portListener } from '../../simulator/ecs/port-listener.ts';
import { pathFromInternet } from '../../simulator/path-to-interface.ts';
import { curlFrom } from '../../simulator/ssm/curl-from.ts';
import { interfaceOf } from '../../simulator/ssm/interface-of.ts';
import type { ServedSpec } from '../blueprint/any-spec.ts';
import { renderSpec, stacksOf } from '../blueprint/render-spec.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const example = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../examples/${name}.json`, import.meta.url), 'utf8')) as ServedSpec;

const ownRoles = 'every service has roles of its own, so that none may what another may; builds have theirs';
const policies = 'one policy for each need, where the seed attaches AWS’s managed ones, which allow more';
const rules = 'one rule for each source, so that an update can take one away without touching the others';
const ownGroups = 'every service has a group of its own, so that it is known who connects';
const clientSubnet = 'the bastion stands beside the service that has endpoints; its own subnet would carry nothing more';

/** What the published templates of each system hold, and where ours has another number: why. Types that are not listed are none. */
const censuses: Readonly<Record<string, Readonly<Record<string, readonly [theirs: number, ours?: number, reason?: string]>>>> = {
  public: {
    'AWS::EC2::VPC': [1],
    'AWS::EC2::Subnet': [2],
    'AWS::EC2::InternetGateway': [1],
    'AWS::EC2::VPCGatewayAttachment': [1],
    'AWS::EC2::RouteTable': [1],
    'AWS::EC2::Route': [1],
    'AWS::EC2::SubnetRouteTableAssociation': [2],
    'AWS::EC2::SecurityGroup': [1, 2, ownGroups],
    'AWS::EC2::SecurityGroupIngress': [0, 2, rules],
    'AWS::ECR::Repository': [1],
    'AWS::ECS::Cluster': [1],
    'AWS::ECS::TaskDefinition': [2],
    'AWS::ECS::Service': [2],
    'AWS::IAM::Role': [2, 5, ownRoles],
    'AWS::IAM::RolePolicy': [0, 5, policies],
  },
  'private-mixed': {
    'AWS::EC2::VPC': [1],
    'AWS::EC2::Subnet': [4, 3, clientSubnet],
    'AWS::EC2::InternetGateway': [1],
    'AWS::EC2::VPCGatewayAttachment': [1],
    'AWS::EC2::EIP': [1],
    'AWS::EC2::NatGateway': [1],
    'AWS::EC2::RouteTable': [3],
    'AWS::EC2::Route': [2],
    'AWS::EC2::SubnetRouteTableAssociation': [3],
    'AWS::EC2::SecurityGroup': [4],
    'AWS::EC2::SecurityGroupIngress': [0, 5, rules],
    'AWS::EC2::VPCEndpoint': [6, 7, 'the free S3 endpoint is on the private table behind NAT too: layers past it cost nothing'],
    'AWS::EC2::Instance': [1],
    'AWS::IAM::InstanceProfile': [1],
    'AWS::ECR::Repository': [1],
    'AWS::ECS::Cluster': [1],
    'AWS::ECS::TaskDefinition': [2],
    'AWS::ECS::Service': [2],
    'AWS::IAM::Role': [3, 6, ownRoles],
    'AWS::IAM::RolePolicy': [0, 6, policies],
  },
  'exec-two-egress': {
    'AWS::EC2::VPC': [1],
    'AWS::EC2::Subnet': [3],
    'AWS::EC2::InternetGateway': [1],
    'AWS::EC2::VPCGatewayAttachment': [1],
    'AWS::EC2::EIP': [1],
    'AWS::EC2::NatGateway': [1],
    'AWS::EC2::RouteTable': [3],
    'AWS::EC2::Route': [2],
    'AWS::EC2::SubnetRouteTableAssociation': [3],
    'AWS::EC2::SecurityGroup': [2, 3, ownGroups],
    'AWS::EC2::SecurityGroupIngress': [0, 2, rules],
    'AWS::EC2::VPCEndpoint': [5, 6, 'the free S3 endpoint is on the private table behind NAT too'],
    'AWS::ECR::Repository': [1],
    'AWS::ECS::Cluster': [1],
    'AWS::ECS::TaskDefinition': [1, 2, 'the containers have the names of their services, and their own roles'],
    'AWS::ECS::Service': [2],
    'AWS::Logs::LogGroup': [1, 2, 'every service may write to its own group alone'],
    'AWS::IAM::Role': [4, 5, `${ownRoles}; the seed’s fourth is its Lambda’s, which we have once for all environments`],
    'AWS::IAM::RolePolicy': [0, 11, policies],
    'AWS::SecretsManager::Secret': [1, 0, 'the secret is the caller’s and only named'],
    'AWS::CodeBuild::Project': [1, 0, 'two for all environments, in the control plane'],
    'AWS::Lambda::Function': [1, 0, 'in the control plane'],
  },
  'build-only': {
    'AWS::ECR::Repository': [1],
    'AWS::IAM::Role': [2, 1, 'the role of the build; the seed’s second is its Lambda’s'],
    'AWS::IAM::RolePolicy': [0, 5, policies],
    'AWS::SecretsManager::Secret': [1, 0, 'the secret is the caller’s and only named'],
    'AWS::CodeBuild::Project': [1, 0, 'two for all environments, in the control plane'],
    'AWS::Lambda::Function': [1, 0, 'in the control plane'],
  },
};

it.each(Object.keys(censuses))('%s is made of what its published system is made of; every other number has a reason', (name) => {
  const census = censuses[name] ?? {};
  const made: Record<string, number> = {};
  for (const { template } of stacksOf(renderSpec(example(name))))
    for (const { Type } of Object.values(template.Resources)) made[Type] = (made[Type] ?? 0) + 1;

  const wanted = Object.entries(census).map(([type, [theirs, ours = theirs]]) => [type, ours] as const);
  expect(made).toEqual(Object.fromEntries(wanted.filter(([, count]) => count > 0)));
  for (const [type, [theirs, ours, reason]] of Object.entries(census))
    expect([type, ours === undefined || (ours !== theirs && reason !== undefined)]).toEqual([type, true]);
});

async function givenCreated(name: string) {
  const world = await givenWorld();
  const operation = await world.ended(await world.put('seed', example(name)));
  expect(operation).toMatchObject({ status: 'SUCCEEDED' });
  // Agents register and consoles connect within a minute.
  await world.passes(2);
  return { world, operation, outputs: (await world.environment('seed')).outputs };
}

const ec2Of = ({ region }: TestWorld) => region.context.state<Ec2State>('EC2');
function tasksOf({ region }: TestWorld, service: string) {
  const { tasks } = region.context.state<EcsState>('ECS');
  return Object.values(tasks).filter(
    ({ lastStatus, containers }) => lastStatus === 'RUNNING' && containers.some(({ name }) => name === service),
  );
}
const endpointsOf = (world: TestWorld, type: string) =>
  [
    ...new Set(
      Object.values(ec2Of(world).vpcEndpoints)
        .filter(({ VpcEndpointType }) => VpcEndpointType === type)
        .map(({ ServiceName }) => ServiceName.replace('com.amazonaws.eu-west-1.', '')),
    ),
  ].sort();

describe('two services in public subnets', () => {
  it('have no NAT gateway and no endpoint, and everybody sees their pages at addresses of their own', async () => {
    const { world, outputs } = await givenCreated('public');
    const { natGateways } = ec2Of(world);

    expect(Object.keys(natGateways)).toEqual([]);
    expect([...endpointsOf(world, 'Interface'), ...endpointsOf(world, 'Gateway')]).toEqual([]);
    const pages = ['stock', 'custom'].map((service) => {
      const [task] = tasksOf(world, service);
      const target = interfaceOf(task?.networkInterface?.id, ec2Of(world));
      expect(target && pathFromInternet(ec2Of(world), target, 80)).toMatchObject({ open: true });
      const listener = task && portListener(task, 80, world.region.context.now());
      return task?.behaviours[listener?.name ?? '']?.page;
    });
    expect(pages[0]).toContain('Welcome to nginx!');
    expect(pages[1]).toContain('fa-018 index.html');
    expect(outputs?.services.stock?.commands?.addresses).toContain('describe-network-interfaces');
  });
});

describe('two private services and a client', () => {
  it('have exactly the endpoints the client and the image need, and the client sees both pages', async () => {
    const { world, outputs } = await givenCreated('private-mixed');
    const instance = outputs?.bastion?.instanceId ?? '';

    expect(endpointsOf(world, 'Interface')).toEqual(['ec2messages', 'ecr.api', 'ecr.dkr', 'ssm', 'ssmmessages']);
    expect(endpointsOf(world, 'Gateway')).toEqual(['s3']);
    const curl = (service: string) => {
      const [task] = tasksOf(world, service);
      const found = ec2Of(world).networkInterfaces[task?.networkInterface?.id ?? ''];
      expect(found?.publicIp).toBeUndefined();
      return curlFrom(world.region, instance, `http://${found?.PrivateIpAddress}`);
    };
    expect(curl('stock')).toMatchObject({ status: 200, body: expect.stringContaining('Welcome to nginx!') });
    expect(curl('custom')).toMatchObject({ status: 200, body: expect.stringContaining('fa-068 index.html') });
    expect(outputs?.bastion?.command).toBe(`aws ssm start-session --target ${instance}`);
  });
});

describe('one image, two ways out, a shell into both', () => {
  it('has exactly the endpoints of exec, image and logs, and a shell opens in both', async () => {
    const { world, operation } = await givenCreated('exec-two-egress');

    expect(endpointsOf(world, 'Interface')).toEqual(['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages']);
    expect(endpointsOf(world, 'Gateway')).toEqual(['s3']);
    expect(operation.attempts.filter(({ action }) => action === 'build')).toHaveLength(1);
    for (const service of ['via-nat', 'via-endpoints']) {
      const [task] = tasksOf(world, service);
      const session = world.region.call('ECS', 'ExecuteCommand', {
        cluster: task?.clusterArn,
        task: task?.arn,
        container: service,
        command: '/bin/sh',
        interactive: true,
      });
      expect(session).toMatchObject({ containerName: service, interactive: true, session: { sessionId: expect.any(String) } });
    }
  });

  it('shows what both write', async () => {
    const world = await givenWorld();
    const { services, ...rest } = example('exec-two-egress');
    const speaking = Object.entries(services).map(([name, one]) => [
      name,
      { ...one, command: ['sh', '-c', `echo I am ${name}; sleep 3600`] },
    ]);
    await world.ended(await world.put('seed', { ...rest, services: Object.fromEntries(speaking) }));
    await world.passes(2);

    const { body } = await world.request('GET', '/environments/seed/logs');

    for (const name of Object.keys(services)) expect(JSON.stringify(body)).toContain(`I am ${name}`);
  });

  it('makes no service stack when its image cannot be built, and says where the log is', async () => {
    const world = await givenWorld();
    const spec = { ...example('exec-two-egress'), builds: { box: { files: { Dockerfile: 'FROM amazonlinux:1066\n' } } } };

    const operation = await world.ended(await world.put('seed', spec));

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { link: expect.stringContaining('http') } });
    expect(operation.attempts.some(({ subject }) => subject === 'services')).toBe(false);
  });
});

describe('an image and no service', () => {
  it('is in the registry under its digest, and no network was made for it', async () => {
    const { world, outputs } = await givenCreated('build-only');

    expect(outputs).toEqual({
      services: {},
      builds: {
        nginx: [{ architecture: 'ARM64', image: expect.stringMatching(/@sha256:/), digest: expect.stringMatching(/^sha256:/) }],
      },
    });
    expect(Object.keys(ec2Of(world).vpcs)).toEqual([]);
  });
});

describe('services that call each other by name', () => {
  it('are found under it by the bastion and each other, and refuse whom they do not admit', async () => {
    const { world, outputs } = await givenCreated('shop');
    const instance = outputs?.bastion?.instanceId ?? '';

    expect(outputs?.services.api?.host).toBe('api.seed.internal');
    expect(outputs?.services.web).not.toHaveProperty('host');
    expect(curlFrom(world.region, instance, 'http://api.seed.internal')).toMatchObject({ status: 200 });
    expect(curlFrom(world.region, instance, 'http://web.seed.internal')).toMatchObject({ exit: 6 });
    expect(endpointsOf(world, 'Interface')).toEqual([
      'ec2messages',
      'ecr.api',
      'ecr.dkr',
      'logs',
      'secretsmanager',
      'ssm',
      'ssmmessages',
    ]);
  });
});
