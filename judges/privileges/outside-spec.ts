import type { Spec } from '../../schemas/gen/spec.types.ts';
import { arn } from './arn.ts';
import { place } from './place.ts';

/**
 * Everything a spec can name outside its environment, somebody's own of each: secrets, parameters, objects, a connection, private
 * images that are copied and pulled in place, and permissions of which the operator offers some.
 */
export function outsideSpec(whose: string): Spec {
  const image = (account: string, name: string) => `${account}.dkr.ecr.${place.region}.amazonaws.com/${whose}/${name}:1`;
  const connection = (service: string, digit: string) =>
    arn(service, `connection/${digit}${whose.length}000000-0000-4000-8000-000000000000`);
  return {
    dockerHubSecret: arn('secretsmanager', `secret:${whose}-hub-Ab12Cd`),
    bastion: true,
    builds: {
      newest: { s3: `s3://acme-sources/${whose}/a*.zip` },
      fixed: { s3: `s3://acme-sources/${whose}/fixed.zip`, version: 'v1' },
      unoffered: { s3: `s3://secret-sources/${whose}/app.zip` },
      cloned: { git: 'https://github.com/acme/app.git', connection: connection('codeconnections', 'a') },
      older: { git: 'https://github.com/acme/app.git', connection: connection('codestar-connections', 'b') },
    },
    services: {
      copied: { image: image('222222222222', 'copied'), port: 80, allowFrom: ['reads'] },
      reads: {
        image: image(place.account, 'in-place'),
        mirror: false,
        secrets: {
          WHOLE: arn('secretsmanager', `secret:${whose}-whole-Ab12Cd`),
          PART: arn('secretsmanager', `secret:${whose}-part-Ab12Cd:password::`),
          PARAMETER: arn('ssm', `parameter/${whose}/key`),
        },
        permissions: [
          { actions: ['s3:GetObject', 's3:PutObject'], resources: [`arn:aws:s3:::acme-data/${whose}/*`] },
          { actions: ['sqs:SendMessage'], resources: [arn('sqs', 'orders')] },
          // Nobody offers these.
          { actions: ['s3:DeleteObject'], resources: [`arn:aws:s3:::acme-data/${whose}/*`] },
          { actions: ['dynamodb:GetItem'], resources: [arn('dynamodb', `table/${whose}`)] },
        ],
        sidecars: {
          side: {
            image: image('222222222222', 'side'),
            mirror: false,
            secrets: { SIDE: arn('secretsmanager', `secret:${whose}-side-Ab12Cd`) },
          },
        },
      },
      quiet: { build: 'newest' },
    },
  };
}
