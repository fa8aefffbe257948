import { describe, expect, it } from 'vitest';
import { check } from '../../../domain/spec/check.ts';
import type { Deployment } from '../../../domain/spec/deployment.ts';

const deployment: Deployment = { region: 'eu-west-1', account: '111122223333' };
const web = { image: 'nginx:1.27', port: 80 };
const only = (service: object, more: object = {}) => ({ ...more, services: { web: { ...web, ...service } } });
const behind = (image: string, more: object = {}) => only({ image, mirror: false, egress: 'endpoints', ...more });
const ecr = (region: string, repository: string) => `111122223333.dkr.ecr.${region}.amazonaws.com/${repository}:1`;
const files = { Dockerfile: 'FROM nginx:1.27' };

/** What a spec can say, and must not. */
const sayable: readonly (readonly [string, object, readonly string[]])[] = [
  ['N1: an image of Docker Hub, pulled behind endpoints', behind('nginx:1.27'), ['IMAGE_UNREACHABLE /services/web/mirror']],
  ['N2: cpu 256 with 4096 MiB', only({ cpu: 256, memory: 4096 }), ['FARGATE_SIZE_INVALID /services/web/memory']],
  ['N2: cpu 512 with 512 MiB', only({ cpu: 512, memory: 512 }), ['FARGATE_SIZE_INVALID /services/web/memory']],
  [
    'N10: a secret itself, as secret',
    only({ secrets: { PASSWORD: 'hunter2' } }),
    ['SECRET_VALUE /services/web/secrets/PASSWORD'],
  ],
  ['N10: a secret itself, for Docker Hub', only({}, { dockerHubSecret: 'hunter2' }), ['SECRET_VALUE /dockerHubSecret']],
  [
    'N10: a secret itself, as variable',
    only({ variables: { KEY: 'AKIAIOSFODNN7EXAMPLE' } }),
    ['SECRET_VALUE /services/web/variables/KEY'],
  ],
  [
    'N15: an image of another region, pulled behind endpoints',
    behind(ecr('us-east-1', 'shop')),
    ['IMAGE_UNREACHABLE /services/web/mirror'],
  ],
];

/** What a spec has no words for: the field it would take, and what the remedy says we do instead. */
const unsayable: readonly (readonly [string, object, string, RegExp])[] = [
  [
    'N3: no public address in a public subnet',
    only({ assignPublicIp: false }),
    '/services/web/assignPublicIp',
    /follows from `egress`/,
  ],
  [
    'N4: endpoints without ssmmessages, with exec',
    only({ egress: 'endpoints', exec: true }, { endpoints: ['ecr.api'] }),
    '/endpoints',
    /exactly those the services need/,
  ],
  [
    'N5: endpoints without logs, with logs',
    only({ egress: 'endpoints' }, { network: { vpcEndpoints: ['ecr.api', 'ecr.dkr'] } }),
    '/network/vpcEndpoints',
    /exactly those the services need/,
  ],
  [
    'N6: a load balancer in one zone',
    only({ loadBalancer: {} }, { network: { zones: 1 } }),
    '/services/web/loadBalancer',
    /`allowFrom`/,
  ],
  [
    'N7: a load balancer without a port',
    { services: { web: { image: 'a', loadBalancer: {} } } },
    '/services/web/loadBalancer',
    /`allowFrom`/,
  ],
  [
    'N8: an image for another architecture than its tasks',
    { services: { web: { architecture: 'ARM64' } }, builds: { web: { files, architecture: 'X86_64' } } },
    '/builds/web/architecture',
    /for the architecture of each service/,
  ],
  [
    'N9: exec with a read-only root',
    only({ exec: true, readonlyRootFilesystem: true }),
    '/services/web/readonlyRootFilesystem',
    /writable/,
  ],
  ['N10: a password', only({}, { dockerHubPassword: 'hunter2' }), '/dockerHubPassword', /`dockerHubSecret`/],
  [
    'N11: a circuit breaker under CodeDeploy',
    only({ deploymentController: 'CODE_DEPLOY' }),
    '/services/web/deploymentController',
    /ECS itself, with its circuit breaker/,
  ],
  ['N12: one endpoint twice', only({}, { vpcEndpoints: ['logs', 'logs'] }), '/vpcEndpoints', /exactly those the services need/],
  ['N13: endpoints without DNS', only({}, { network: { enableDnsSupport: false } }), '/network/enableDnsSupport', /always on/],
  [
    'N14: two subnets of one zone',
    only({}, { network: { subnetIds: ['a', 'b'] } }),
    '/network/subnetIds',
    /made from `egress` and `network`/,
  ],
  ['N16: platform version 1.3.0', only({ platformVersion: '1.3.0' }), '/services/web/platformVersion', /1\.4\.0/],
];

describe('what must never get as far as AWS', () => {
  it.each(sayable)('%s', (_what, spec, wanted) => {
    const refused = check(spec, deployment).filter(({ severity }) => severity === 'refusal');

    expect(refused.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(wanted);
  });

  it('N15: an image of what may be a pull-through cache is warned of: only its name tells', () => {
    expect(check(behind(ecr('eu-west-1', 'docker-hub/library/nginx')), deployment)).toMatchObject([
      { severity: 'warning', code: 'IMAGE_BEHIND_CACHE', pointer: '/services/web/mirror' },
    ]);
  });

  it.each(unsayable)('%s', (_what, spec, pointer, remedy) => {
    expect(check(spec, deployment)).toMatchObject([
      { severity: 'refusal', code: 'FIELD_UNKNOWN', pointer, remedy: expect.stringMatching(remedy) },
    ]);
  });

  it('covers N1 to N16', () => {
    const covered = new Set([...sayable, ...unsayable].map(([what]) => what.split(':')[0]));

    expect([...covered].sort((a = '', b = '') => Number(a.slice(1)) - Number(b.slice(1)))).toEqual(
      Array.from({ length: 16 }, (_, index) => `N${index + 1}`),
    );
  });

  it('has nothing against the same, copied or built instead', () => {
    const spec = {
      services: { web: { ...web, egress: 'endpoints', exec: true }, own: { architecture: 'ARM64' } },
      builds: { own: { files } },
    };

    expect(check(spec, deployment)).toEqual([]);
  });
});
