import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import type { Connect } from '../../../cloud/connect.ts';
import type { Refusal } from './refusal.ts';

/** A bastion's volume has the size of its image, which EC2 looks up and moto asks for. */
export const volumesWithoutSize: Refusal = {
  refuses: 'starts no instance whose volume has no size',
  async stillRefused(elsewhere) {
    const withSize = await startInstance(elsewhere, 'sized', { VolumeSize: 8 });
    const without = await startInstance(elsewhere, 'unsized', {});
    return withSize === 'started' && /size\/snapshot/.test(without);
  },
};

async function startInstance(elsewhere: Connect, StackName: string, size: object): Promise<string> {
  const Ebs = { Encrypted: true, VolumeType: 'gp3', ...size };
  const TemplateBody = JSON.stringify({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.98.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.98.0.0/24' } },
      Instance: {
        Type: 'AWS::EC2::Instance',
        Properties: {
          ImageId: 'ami-12345678',
          InstanceType: 't4g.nano',
          SubnetId: { Ref: 'Subnet' },
          BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs }],
        },
      },
    },
  });
  try {
    await elsewhere(CloudFormationClient).send(new CreateStackCommand({ StackName, TemplateBody }));
    return 'started';
  } catch (error) {
    return String(error);
  }
}
