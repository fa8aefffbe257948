import type { Outputs } from '../../schemas/gen/api.types.ts';
import { logicalId } from '../logical-id.ts';
import type { Operation } from './operation.ts';
import { servingOf } from './serving-of.ts';

type StackOutputs = Readonly<Record<string, string>>;

/** What a person needs to find the environment in AWS, with commands that can be pasted. */
export function outputsOf(operation: Operation, foundation: StackOutputs, services: StackOutputs): Outputs {
  const { images } = servingOf(operation, '');
  const clusterName = foundation.ClusterName ?? '';
  return {
    clusterName,
    vpcId: foundation.VpcId ?? '',
    services: Object.fromEntries(
      (operation.plan?.services ?? []).map(({ name, exec }) => {
        const stem = logicalId(name);
        const image = images[name] ?? '';
        const digest = image.split('@')[1];
        const logGroup = foundation[`${stem}LogGroupName`];
        const commands = {
          ...(exec ? { exec: execCommand(clusterName, services[`${stem}ServiceName`] ?? '', name) } : {}),
          ...(logGroup ? { logs: `aws logs tail ${logGroup} --follow` } : {}),
        };
        const output = {
          arn: services[`${stem}ServiceArn`] ?? '',
          image,
          ...(digest ? { digest } : {}),
          ...(logGroup ? { logGroup } : {}),
        };
        return [name, { ...output, ...(Object.keys(commands).length > 0 ? { commands } : {}) }];
      }),
    ),
  };
}

function execCommand(cluster: string, service: string, container: string): string {
  const task = `"$(aws ecs list-tasks --cluster ${cluster} --service-name ${service} --query 'taskArns[0]' --output text)"`;
  return `aws ecs execute-command --cluster ${cluster} --task ${task} --container ${container} --interactive --command /bin/sh`;
}
