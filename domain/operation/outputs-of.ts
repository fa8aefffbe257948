import type { BuildOutput, Outputs, ServiceOutput } from '../../schemas/gen/api.types.ts';
import { logicalId } from '../logical-id.ts';
import { builtBy } from './built-by.ts';
import { imagesOf } from './images-of.ts';
import type { Operation, PlannedService } from './operation.ts';

type StackOutputs = Readonly<Record<string, string>>;

/** What a person needs to find the environment in AWS, with commands that can be pasted. */
export function outputsOf(operation: Operation, foundation: StackOutputs, services: StackOutputs): Outputs {
  const { ClusterName: clusterName, VpcId: vpcId, BastionInstanceId: bastion } = foundation;
  const images = imagesOf(operation);
  const builds = buildsOf(operation);
  return {
    ...(clusterName ? { clusterName } : {}),
    ...(vpcId ? { vpcId } : {}),
    ...(bastion ? { bastion: { instanceId: bastion, command: `aws ssm start-session --target ${bastion}` } } : {}),
    services: Object.fromEntries(
      (operation.plan?.services ?? []).map((service) => [service.name, serviceOf(service, images, foundation, services)]),
    ),
    ...(Object.keys(builds).length > 0 ? { builds } : {}),
  };
}

function serviceOf(
  { name, containers, exec, public: isPublic, host }: PlannedService,
  images: Readonly<Record<string, string>>,
  foundation: StackOutputs,
  services: StackOutputs,
): ServiceOutput {
  const stem = logicalId(name);
  const image = images[containers[0]?.parameter ?? ''] ?? '';
  const digest = image.split('@')[1];
  const logGroup = foundation[`${stem}LogGroupName`];
  const group = foundation[`${stem}SecurityGroupId`] ?? '';
  const commands = {
    ...(exec ? { exec: execCommand(foundation.ClusterName ?? '', services[`${stem}ServiceName`] ?? '', name) } : {}),
    ...(logGroup ? { logs: `aws logs tail ${logGroup} --follow` } : {}),
    ...(isPublic ? { addresses: addressesCommand(group) } : {}),
  };
  return {
    arn: services[`${stem}ServiceArn`] ?? '',
    image,
    ...(digest ? { digest } : {}),
    ...(host ? { host } : {}),
    ...(logGroup ? { logGroup } : {}),
    ...(Object.keys(commands).length > 0 ? { commands } : {}),
  };
}

/** What was built, by name: one image for each architecture. */
function buildsOf(operation: Operation): Record<string, BuildOutput[]> {
  const built: Record<string, BuildOutput[]> = {};
  const images = builtBy(operation);
  for (const { sourceHash, architecture, source } of operation.plan?.images ?? []) {
    const image = images[sourceHash]?.image;
    if (source.kind !== 'build' || image === undefined) continue;
    built[source.name] = [...(built[source.name] ?? []), { architecture, image, digest: image.split('@')[1] ?? '' }];
  }
  return built;
}

function execCommand(cluster: string, service: string, container: string): string {
  const task = `"$(aws ecs list-tasks --cluster ${cluster} --service-name ${service} --query 'taskArns[0]' --output text)"`;
  return `aws ecs execute-command --cluster ${cluster} --task ${task} --container ${container} --interactive --command /bin/sh`;
}

/** Addresses come and go with the tasks, so they are asked for, by the group only these tasks have. */
const addressesCommand = (group: string) =>
  `aws ec2 describe-network-interfaces --filters Name=group-id,Values=${group} --query 'NetworkInterfaces[].Association.PublicIp' --output text`;
