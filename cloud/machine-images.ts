import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Connect } from './connect.ts';

export interface MachineImages {
  /** The id of the newest Amazon Linux 2023 for Graviton, as AWS publishes it in every region. */
  newest(): Promise<string>;
}

const published = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

export function makeMachineImages(connect: Connect): MachineImages {
  const client = connect(SSMClient);
  return {
    async newest() {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: published }));
      if (!Parameter?.Value) throw new Error(`${published} has no value`);
      return Parameter.Value;
    },
  };
}
