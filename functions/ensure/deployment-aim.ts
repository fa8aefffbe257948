import type { Services } from '../../cloud/services.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import { logicalId } from '../../domain/logical-id.ts';
import { imagesOf } from '../../domain/operation/images-of.ts';
import { lookAtDeployments } from '../../domain/operation/look-at-deployments.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import type { Aim } from './aim.ts';
import { stackOutputs } from './stack-outputs.ts';

/** Waits until ECS really runs what was asked for. It starts nothing: CloudFormation has begun every deployment. */
export function deploymentAim({ stacks, services }: { readonly stacks: Stacks; readonly services: Services }): Aim {
  return {
    subject: 'deployment',
    actions: [],
    async look(operation) {
      const planned = operation.plan?.services ?? [];
      if (planned.length === 0) return { state: 'DONE', detail: 'no services' };
      const outputs = await stackOutputs(stacks, operation.environment, 'services');
      const cluster = (await stackOutputs(stacks, operation.environment, 'foundation')).ClusterName ?? '';
      const images = imagesOf(operation);
      return lookAtDeployments(
        await Promise.all(
          planned.map(async ({ name, containers }) => {
            const pinned = containers.flatMap((container) => {
              const digest = images[container.parameter]?.split('@')[1];
              return digest === undefined ? [] : [[container.name, digest]];
            });
            return {
              name,
              taskDefinition: outputs[`${logicalId(name)}TaskDefinitionArn`] ?? '',
              digests: Object.fromEntries(pinned),
              view: await services.deployment(cluster, outputs[`${logicalId(name)}ServiceArn`] ?? ''),
            };
          }),
        ),
      );
    },
    prepare: neverStarts,
    start: neverStarts,
  };
}

function neverStarts(operation: Operation): never {
  throw new Error(`the deployment step of ${operation.id} has nothing to start`);
}
