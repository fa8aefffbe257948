import type { EnvironmentView, OperationView } from '../../schemas/gen/api.types.ts';

const at = (seconds: number): string => new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000).toISOString();

/** hello's CREATE as the service would have shown it, on the service's own clock (nowhere near the test's). */
export const anOperation = (given: Partial<OperationView> = {}): OperationView => ({
  id: 'hello-1-k3q',
  environment: 'hello',
  kind: 'CREATE',
  status: 'RUNNING',
  revision: 1,
  trigger: 'request',
  actor: 'ann',
  openedAt: at(0),
  startedAt: at(1),
  now: at(30),
  phases: [
    { phase: 'PLAN', status: 'DONE', subjects: [], startedAt: at(1), endedAt: at(3), typicalSeconds: 2 },
    { phase: 'FOUNDATION', status: 'RUNNING', subjects: ['hello-foundation'], startedAt: at(3), typicalSeconds: 150 },
    { phase: 'SERVICES', status: 'PENDING', subjects: [], typicalSeconds: 90 },
  ],
  waits: [
    {
      kind: 'stack',
      subject: 'foundation',
      since: at(5),
      looksAgainAt: at(35),
      givesUpAt: at(905),
      detail: 'NatGateway CREATE_IN_PROGRESS',
    },
  ],
  attempts: [],
  causes: [],
  timeline: [{ at: at(4), phase: 'FOUNDATION', text: 'create requested' }],
  ...given,
});

export const succeeded = (given: Partial<OperationView> = {}): OperationView =>
  anOperation({
    status: 'SUCCEEDED',
    now: at(240),
    endedAt: at(239),
    phases: [
      { phase: 'PLAN', status: 'DONE', subjects: [], startedAt: at(1), endedAt: at(3), typicalSeconds: 2 },
      {
        phase: 'FOUNDATION',
        status: 'DONE',
        subjects: ['hello-foundation'],
        startedAt: at(3),
        endedAt: at(140),
        typicalSeconds: 150,
      },
      { phase: 'SERVICES', status: 'DONE', subjects: ['custom'], startedAt: at(140), endedAt: at(230), typicalSeconds: 90 },
    ],
    waits: [],
    timeline: [
      { at: at(4), phase: 'FOUNDATION', text: 'create requested' },
      { at: at(139), phase: 'FOUNDATION', text: 'CREATE_COMPLETE' },
    ],
    transitions: 61,
    cost: { currency: 'USD', amount: 0.0123, items: [{ what: 'CodeBuild', amount: 0.01 }] },
    ...given,
  });

export const failed = (given: Partial<OperationView> = {}): OperationView =>
  succeeded({
    status: 'FAILED',
    diagnosis: {
      code: 'IMAGE_NOT_FOUND',
      sentence: 'nginx:does-not-exist is not on Docker Hub.',
      evidence: ['ERROR: manifest unknown', 'exit status 1'],
      remedy: 'Name a tag that exists.',
      patch: { services: { stock: { image: 'nginx:1.27' } } },
      changes: [{ pointer: '/services/stock/image', before: 'nginx:does-not-exist', after: 'nginx:1.27' }],
      terminal: true,
      link: 'https://console.aws.amazon.com/codebuild/x',
    },
    causes: [
      { name: 'BuildFailed', phase: 'BUILD', subject: 'stock', message: 'the copy failed', at: at(60) },
      { name: 'Fenced', phase: 'FOUNDATION', subject: 'foundation', message: 'stopped', at: at(61) },
    ],
    ...given,
  });

export const anEnvironment = (given: Partial<EnvironmentView> = {}): EnvironmentView => ({
  name: 'hello',
  status: 'AVAILABLE',
  revision: 1,
  createdAt: at(0),
  updatedAt: at(239),
  createdBy: 'ann',
  outputs: {
    clusterName: 'hello-cluster',
    vpcId: 'vpc-1',
    services: {
      custom: {
        arn: 'arn:aws:ecs:eu-west-1:111122223333:service/hello-cluster/custom',
        image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/hello/custom',
        digest: 'sha256:aaaa',
        commands: { exec: 'aws ecs execute-command --cluster hello-cluster', logs: 'aws logs tail /moorage/hello --follow' },
      },
    },
  },
  monthlyCost: { currency: 'USD', amount: 54.2, items: [{ what: 'NAT gateway', amount: 34.56 }] },
  ...given,
});

export const accepted = {
  operation: 'hello-1-k3q',
  environment: 'hello',
  kind: 'CREATE',
  revision: 1,
  href: '/operations/hello-1-k3q',
};
