import { CfnInstance } from 'aws-cdk-lib/aws-ec2';
import { CfnInstanceProfile } from 'aws-cdk-lib/aws-iam';
import { CfnOutput, CfnParameter, type Stack, Validations } from 'aws-cdk-lib/core';
import { logicalId } from '../domain/logical-id.ts';
import type { Placement } from '../domain/network/network.ts';
import { agentActions } from './agent-actions.ts';
import { channelActions } from './channel-actions.ts';
import { environmentRole } from './environment-role.ts';
import { grant } from './grant.ts';
import type { RenderInput } from './render-input.ts';

/**
 * The smallest Graviton instance, without open ports and without keys: Session Manager comes in through the agent's own
 * connection. Its image is chosen once and kept, or every change of the foundation would replace the instance.
 */
export function bastion(
  stack: Stack,
  placement: Placement,
  refer: (id: string) => string,
  input: RenderInput,
): Readonly<Record<string, string>> {
  const { bastionImageId, spec } = input;
  if (bastionImageId === undefined) throw new RangeError('no machine image was chosen for the bastion');
  const role = environmentRole(stack, 'BastionRole', { service: 'ec2.amazonaws.com' }, input);
  grant(stack, 'BastionPolicy', role, [{ Action: [...agentActions, ...channelActions], Resource: '*' }]);
  const profile = new CfnInstanceProfile(stack, 'BastionProfile', { path: '/moorage/', roles: [role.ref] });
  const image = new CfnParameter(stack, 'BastionImageId', { type: 'String' });
  const reason = 'As AWS::EC2::Image::Id, CloudFormation asks for it on every update, and refuses one that was deregistered.';
  Validations.of(stack).acknowledge({ id: 'CloudFormation-Validate::W2506', reason });
  const [subnet = ''] = placement.subnets;
  // The subnet is create-only: where it stands is in the id, so that a move is a new instance beside the old one.
  const instance = new CfnInstance(stack, `Bastion${logicalId(spec.bastion?.egress ?? '')}`, {
    imageId: image.valueAsString,
    instanceType: 't4g.nano',
    iamInstanceProfile: profile.ref,
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { encrypted: true, volumeType: 'gp3' } }],
    networkInterfaces: [
      {
        deviceIndex: '0',
        subnetId: refer(subnet),
        groupSet: [refer(placement.group)],
        associatePublicIpAddress: placement.publicIp,
        deleteOnTermination: true,
      },
    ],
  });
  if (placement.publicIp) instance.addResourceDependency(stack.node.findChild('InternetGatewayAttachment') as CfnInstance);
  new CfnOutput(stack, 'BastionInstanceId', { value: instance.ref });
  return { BastionImageId: bastionImageId };
}
