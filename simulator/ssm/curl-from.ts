import type { Ec2State } from '../ec2/ec2-state.ts';
import type { EcsState } from '../ecs/ecs-state.ts';
import { portListener } from '../ecs/port-listener.ts';
import { pathBetween } from '../path-to-interface.ts';
import type { Context } from '../service.ts';
import { resolveName } from '../service-discovery/resolve-name.ts';
import { connectedInstance } from './connected-instance.ts';
import { interfaceOf } from './interface-of.ts';

export type CurlAnswer =
  | { readonly status: 200; readonly body: string }
  /** As curl numbers and words it: 6, 7, 28, or what Session Manager says instead. */
  | { readonly exit: number; readonly error: string };

/** `curl <url>` typed into a session on this instance: asks a task of the same VPC by address or by its private name. */
export function curlFrom({ context }: { readonly context: Context }, instanceId: string, url: string): CurlAnswer {
  const instance = connectedInstance(instanceId, context);
  if (!instance) return { exit: 255, error: `${instanceId} is not connected.` };
  const { hostname, port: asked, protocol } = new URL(url);
  const port = Number(asked || (protocol === 'https:' ? 443 : 80));
  const isAddress = /^\d+(\.\d+){3}$/.test(hostname);
  const address = isAddress ? hostname : resolveName(context, instance.VpcId, hostname)[0];
  if (address === undefined) return { exit: 6, error: `curl: (6) Could not resolve host: ${hostname}` };
  const ec2 = context.state<Ec2State>('EC2');
  const origin = interfaceOf(instance.NetworkInterfaceId, ec2);
  const found = Object.values(ec2.networkInterfaces).find(
    ({ PrivateIpAddress, VpcId }) => PrivateIpAddress === address && VpcId === instance.VpcId,
  );
  const target = interfaceOf(found?.NetworkInterfaceId, ec2);
  if (!origin || !target || !pathBetween(ec2, origin, target, port).open)
    return { exit: 28, error: `curl: (28) Failed to connect to ${hostname} port ${port}: Connection timed out` };
  const tasks = Object.values(context.state<EcsState>('ECS').tasks);
  const task = tasks.find(({ networkInterface, lastStatus }) => {
    return networkInterface?.id === found?.NetworkInterfaceId && lastStatus !== 'STOPPED';
  });
  const listener = task && portListener(task, port, context.now());
  if (!task || !listener)
    return { exit: 7, error: `curl: (7) Failed to connect to ${hostname} port ${port}: Connection refused` };
  return { status: 200, body: task.behaviours[listener.name]?.page ?? '' };
}
