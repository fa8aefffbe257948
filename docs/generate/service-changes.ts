import type { FieldChange, FieldChanges } from './field-change.ts';

const helper = { image: 'public.ecr.aws/docker/library/busybox:1.37', command: ['sleep', 'infinity'] };
const row = { actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-west-1:111122223333:orders'] };
const caller = () => ({ services: { caller: { image: 'nginx:1.27' } } });

const moves =
  'Its tasks move into subnets of the other class; what only the old way needed leaves when they have. A bastion stands behind endpoints as soon as one service does.';
const egress = (from: string, to: string, reason = moves): FieldChange => ({
  what: `${from} to ${to}`,
  given: { egress: from, mirror: null },
  change: { egress: to },
  reason,
});

/** What only a service has, by the field's name. */
export const serviceChanges: FieldChanges = {
  allowFrom: [
    { what: 'a block more', given: { port: 8180, allowFrom: [] }, change: { allowFrom: ['10.0.0.0/8'] } },
    { what: 'a block less', given: { port: 8180, allowFrom: ['10.0.0.0/8'] }, change: { allowFrom: [] } },
    {
      what: 'the first service',
      given: { port: 8180, allowFrom: [] },
      change: { allowFrom: ['caller'] },
      around: caller,
      reason: 'It gets a name in the VPC, and ECS registers only tasks that are started with it.',
    },
    { what: 'the last service removed', given: { port: 8180, allowFrom: ['caller'] }, change: { allowFrom: [] }, around: caller },
  ],
  egress: [
    egress('nat', 'endpoints', `${moves} Open connections to the outside end with the old tasks.`),
    egress('endpoints', 'nat'),
    egress('nat', 'public', `${moves} The new tasks have addresses of their own.`),
    egress('public', 'endpoints'),
  ],
  architecture: [
    {
      what: 'X86_64 to ARM64',
      given: { architecture: 'X86_64' },
      change: { architecture: 'ARM64' },
      reason: 'Its images are made once more, for the other architecture.',
    },
  ],
  cpu: [{ what: '256 to 512', given: { cpu: 256, memory: 1024 }, change: { cpu: 512 } }],
  memory: [{ what: '1024 to 2048', given: { cpu: 512, memory: 1024 }, change: { memory: 2048 } }],
  desiredCount: [
    {
      what: '1 to 2',
      given: { desiredCount: 1 },
      change: { desiredCount: 2 },
      reason: 'A number changes; tasks that run go on.',
    },
    { what: '1 to 0', given: { desiredCount: 1 }, change: { desiredCount: 0 }, reason: 'Its tasks stop, as was asked for.' },
    {
      what: '10 to 11',
      given: { desiredCount: 10 },
      change: { desiredCount: 11 },
      reason: 'The circuit breaker allows a fifth of the tasks to fail.',
    },
  ],
  permissions: [
    {
      what: 'the first row',
      given: { permissions: null },
      change: { permissions: [row] },
      reason: 'A policy of its role: running tasks have it at once. Behind endpoints the endpoint of that AWS service is added.',
    },
    {
      what: 'the last row removed',
      given: { permissions: [row] },
      change: { permissions: [] },
      reason: 'Running tasks lose it when the update ends.',
    },
  ],
  'permissions.*.actions': [
    {
      what: 'another action',
      given: { permissions: [row] },
      change: { permissions: [{ ...row, actions: ['sqs:ReceiveMessage'] }] },
    },
  ],
  'permissions.*.resources': [
    {
      what: 'another resource',
      given: { permissions: [row] },
      change: { permissions: [{ ...row, resources: ['arn:aws:sqs:eu-west-1:111122223333:returns'] }] },
    },
  ],
  sidecars: [
    { what: 'one more', given: {}, change: { sidecars: { helper } } },
    { what: 'one less', given: { sidecars: { helper } }, change: { sidecars: { helper: null } } },
  ],
  exec: [
    {
      what: 'off to on',
      given: { exec: false },
      change: { exec: true },
      reason: 'Containers get an init process. Behind endpoints an endpoint for Session Manager is added.',
    },
    { what: 'on to off', given: { exec: true }, change: { exec: false } },
  ],
  'logs.retentionDays': [
    {
      what: '7 to 30',
      given: { logs: { retentionDays: 7 } },
      change: { logs: { retentionDays: 30 } },
      reason: 'CloudWatch Logs keeps lines longer; no task knows of it.',
    },
    { what: '0 to 7', given: { logs: { retentionDays: 0 } }, change: { logs: { retentionDays: 7 } } },
    {
      what: '7 to 0',
      given: { logs: { retentionDays: 7 } },
      change: { logs: { retentionDays: 0 } },
      reason: 'The log group leaves last, and all lines in it.',
    },
  ],
};

/** What only a sidecar has. */
export const sidecarChanges: FieldChanges = {
  essential: [{ what: 'true to false', given: { essential: true }, change: { essential: false } }],
};

export const sidecar = helper;
