import { expect, it } from 'vitest';
import { describeEnvironment } from '../../cli/describe-environment.ts';
import { anEnvironment } from './views.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const lines = (outputs: NonNullable<ReturnType<typeof anEnvironment>['outputs']>) =>
  describeEnvironment(anEnvironment({ outputs })).slice(1, -2);

it('an environment that only builds shows its images, and no cluster it does not have', () => {
  const images = [
    { architecture: 'ARM64' as const, image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/app@${digest}`, digest },
  ];

  expect(lines({ services: {}, builds: { app: images } })).toEqual([
    '  build app',
    `    ARM64  111122223333.dkr.ecr.eu-west-1.amazonaws.com/app@${digest}`,
  ]);
});

it('shows how to get to the bastion and to every service', () => {
  const web = {
    arn: 'arn',
    image: 'nginx',
    host: 'web.hello.internal',
    commands: { addresses: 'aws ec2 describe', logs: 'aws logs' },
  };

  expect(
    lines({
      ...{ clusterName: 'c', vpcId: 'vpc-1', services: { web } },
      bastion: { instanceId: 'i-0abc', command: 'aws ssm start-session --target i-0abc' },
    }),
  ).toEqual([
    '  cluster c, network vpc-1',
    '  bastion i-0abc',
    '    shell aws ssm start-session --target i-0abc',
    '  service web',
    '    image     nginx',
    '    host      web.hello.internal',
    '    addresses aws ec2 describe',
    '    logs      aws logs',
  ]);
});

it('shows what waits behind the operation that runs', () => {
  const drawn = describeEnvironment(anEnvironment({ operation: 'hello-2-abc', next: 'hello-3-abc' }));

  expect(drawn.slice(1, 3)).toEqual(['  now: moorage watch hello-2-abc', '  then: moorage watch hello-3-abc']);
});
