import type { FieldChange, FieldChanges } from './field-change.ts';

const ofService = (service: string, patch: object) => ({ services: { [service]: patch } });
const extra = { image: 'nginx:1.27', port: 8180 };
const build = { git: 'https://github.com/acme/extra.git' };
const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-Ab12Cd`;

const egress = (from: string, to: string): FieldChange => ({
  what: `${from} to ${to}`,
  given: { egress: from },
  change: { egress: to },
  around: (service) => ofService(service, { egress: null, mirror: null }),
  reason: 'Of every service that says no egress of its own; a bastion moves with them.',
});

/** What the spec itself has, by the field's name. */
export const specChanges: FieldChanges = {
  $schema: [{ what: 'added', given: { $schema: null }, change: { $schema: 'https://moorage.dev/schemas/spec.json' } }],
  services: [
    {
      what: 'one more',
      change: { services: { extra } },
      reason: 'Services that are there stay as they are.',
    },
    {
      what: 'one less',
      given: { services: { extra } },
      change: { services: { extra: null } },
      reason: 'Its tasks stop; what it stood on leaves after it.',
    },
  ],
  builds: [
    { what: 'one more, used by nobody', change: { builds: { extra: build } } },
    {
      what: 'one less, used by nobody',
      given: { builds: { extra: build } },
      change: { builds: { extra: null } },
      reason: 'Its repository stays as long as it can be gone back to.',
    },
  ],
  'rebuild.schedule': [{ what: 'added', given: { rebuild: null }, change: { rebuild: { schedule: 'rate(1 day)' } } }],
  'rebuild.onBaseImagePush': [{ what: 'on', given: { rebuild: null }, change: { rebuild: { onBaseImagePush: true } } }],
  'rebuild.onSourceChange': [{ what: 'on', given: { rebuild: null }, change: { rebuild: { onSourceChange: true } } }],
  'rebuild.onSecretRotation': [{ what: 'on', given: { rebuild: null }, change: { rebuild: { onSecretRotation: true } } }],
  ttl: [{ what: 'added', given: { ttl: null }, change: { ttl: '7d' } }],
  egress: [egress('nat', 'endpoints'), egress('endpoints', 'nat'), egress('nat', 'public'), egress('public', 'nat')],
  architecture: [
    {
      what: 'X86_64 to ARM64',
      given: { architecture: 'X86_64' },
      change: { architecture: 'ARM64' },
      around: (service) => ofService(service, { architecture: null }),
      reason: 'Of every service that says no architecture of its own; images are made once more for it.',
    },
  ],
  'network.cidr': [
    {
      what: 'another block',
      given: { network: { cidr: '10.60.0.0/18' } },
      change: { network: { cidr: '10.70.0.0/18' } },
      reason: 'The block of a VPC is given once. Create an environment of another name.',
    },
  ],
  'network.zones': [
    {
      what: '2 to 3',
      given: { network: { zones: 2 } },
      change: { network: { zones: 3 } },
      reason:
        'Nothing that stands is moved: the grid has a place for each zone. A service begins a new deployment because it is told of more subnets.',
    },
    {
      what: '3 to 2',
      given: { network: { zones: 3 } },
      change: { network: { zones: 2 } },
      reason: 'The subnets of the third zone leave when no task is in them any more.',
    },
  ],
  'network.nat': [
    {
      what: 'single to perZone',
      given: { network: { zones: 2, nat: 'single' } },
      change: { network: { nat: 'perZone' } },
      around: (service) => ofService(service, { egress: 'nat' }),
      reason: 'The route of each other zone is turned to its own gateway, in place; tasks go on.',
    },
    {
      what: 'perZone to single',
      given: { network: { zones: 2, nat: 'perZone' } },
      change: { network: { nat: 'single' } },
      around: (service) => ofService(service, { egress: 'nat' }),
      reason: 'Routes are turned first; the gateways nobody uses any more leave last.',
    },
  ],
  bastion: [
    { what: 'off to on', given: { bastion: false }, change: { bastion: true } },
    { what: 'on to off', given: { bastion: true }, change: { bastion: false } },
  ],
  dockerHubSecret: [
    {
      what: 'added',
      given: { dockerHubSecret: null },
      change: { dockerHubSecret: secret('one') },
      reason: 'Builds read it; images that are there stay.',
    },
    { what: 'another one', given: { dockerHubSecret: secret('one') }, change: { dockerHubSecret: secret('two') } },
  ],
  protected: [
    { what: 'off to on', given: { protected: false }, change: { protected: true }, reason: 'Only the record knows it.' },
  ],
  owners: [
    {
      what: 'added',
      given: { owners: null },
      change: { owners: ['arn:aws:iam::111122223333:role/deployer'] },
      reason: 'Only the record knows it.',
    },
  ],
  paused: [
    {
      what: 'false to true',
      given: { paused: false },
      change: { paused: true },
      around: () => ({}),
      reason: 'Every service goes to 0 tasks; nothing else is touched, and waking is the way back.',
    },
    {
      what: 'true to false',
      given: { paused: true },
      change: { paused: false },
      around: () => ({}),
      reason: 'Every service goes back to the tasks it had.',
    },
    {
      what: 'false to withNetwork',
      given: { paused: false },
      change: { paused: 'withNetwork' },
      around: () => ({}),
      reason:
        'When the last task has stopped, NAT gateways with their addresses, interface endpoints and the bastion leave. Subnets, groups and names stay.',
    },
    {
      what: 'withNetwork to false',
      given: { paused: 'withNetwork' },
      change: { paused: false },
      around: () => ({}),
      reason:
        'The network is whole again before the first task starts. Its NAT gateways have other public addresses than before, and the bastion is another instance.',
    },
  ],
  tags: [
    {
      what: 'another value',
      given: { tags: { team: 'quay' } },
      change: { tags: { team: 'pier' } },
      reason: 'Tags are changed in place. Tasks take them from their service, and only when they start.',
    },
  ],
};
