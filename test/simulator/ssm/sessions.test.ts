import { describe, expect, test } from 'vitest';
import { curlFrom } from '../../../simulator/ssm/curl-from.ts';
import { addEndpoint, ask } from '../ecs/container-world.ts';
import { admit, bastionWorld, channels, network, serve } from './bastion-world.ts';

const start = (region: ReturnType<typeof bastionWorld>) => ask(region, 'SSM', 'StartSession', { Target: 'i-12345678' });
const notConnected = expect.objectContaining({ name: 'TargetNotConnected', message: 'i-12345678 is not connected.' });

describe('a session', () => {
  test('is answered for an instance whose agent has a channel, and ended', () => {
    const region = bastionWorld();
    const { SessionId, StreamUrl } = start(region);
    expect(StreamUrl).toContain(`wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/${SessionId}`);
    expect(ask(region, 'SSM', 'TerminateSession', { SessionId })).toEqual({ SessionId });
    expect(ask(region, 'SSM', 'DescribeInstanceInformation', {}).InstanceInformationList).toMatchObject([
      { InstanceId: 'i-12345678', PingStatus: 'Online' },
    ]);
  });
  test('is not there for an instance that is not running, or has not been for a minute', () => {
    const region = bastionWorld();
    const instance = network(region).instances?.['i-12345678'];
    if (!instance) throw new Error('no instance');
    instance.launchedAt = region.state.now - 30_000;
    expect(() => start(region)).toThrow(notConnected);
    Object.assign(instance, { launchedAt: 0, State: 'shutting-down' });
    expect(() => start(region)).toThrow(notConnected);
    expect(() => ask(region, 'SSM', 'StartSession', { Target: 'i-2' })).toThrow(/^i-2 is not connected\.$/);
  });
  test.each(['ssm:UpdateInstanceInformation', ...channels])('needs %s of the profile’s role', (lacking) => {
    const region = bastionWorld(['ssm:UpdateInstanceInformation', ...channels].filter((action) => action !== lacking));
    expect(() => start(region)).toThrow(notConnected);
  });
  test.each(['ssm', 'ssmmessages', 'ec2messages'])('needs a way to %s', (lacking) => {
    const region = bastionWorld();
    network(region).natGateways = {};
    network(region).securityGroups['sg-endpoint']?.ingress.push({ IpProtocol: '-1', CidrIp: '10.0.0.0/16' });
    for (const service of ['ssm', 'ssmmessages', 'ec2messages']) if (service !== lacking) addEndpoint(network(region), service);
    expect(() => start(region)).toThrow(notConnected);
    addEndpoint(network(region), lacking);
    expect(start(region).SessionId).toBeDefined();
  });
});

describe('curl in a session', () => {
  test('shows the page of a task that lets the instance in', () => {
    const region = bastionWorld();
    const address = serve(region);
    admit(region, 80, 80);
    expect(curlFrom(region, 'i-12345678', `http://${address}:80/`)).toEqual({
      status: 200,
      body: '<h1>Welcome to nginx!</h1>\n',
    });
  });
  test('times out when a group is in the way, and is refused where nobody listens', () => {
    const region = bastionWorld();
    const address = serve(region);
    expect(curlFrom(region, 'i-12345678', `http://${address}`)).toMatchObject({ exit: 28 });
    admit(region, 0, 65_535);
    expect(curlFrom(region, 'i-12345678', `http://${address}:81`)).toMatchObject({ exit: 7 });
    expect(curlFrom(region, 'i-12345678', 'http://10.0.1.250')).toMatchObject({ exit: 28 });
    expect(curlFrom(region, 'i-12345678', 'http://web.app.internal')).toMatchObject({ exit: 6 });
  });
});
