import type { FieldChanges } from './field-change.ts';

const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-Ab12Cd`;
const healthCheck = { command: ['true'], intervalSeconds: 10, timeoutSeconds: 5, retries: 3, startSeconds: 0 };
const newTasks = 'Containers are part of the task definition, and any change of it is a new one.';
const twoBuilds = () => ({
  builds: { one: { git: 'https://github.com/acme/one.git' }, two: { git: 'https://github.com/acme/two.git' } },
});

/** What a service's own container and a sidecar have in common, by the field's name. */
export const containerChanges: FieldChanges = {
  image: [
    {
      what: 'another tag',
      given: { build: null, mirror: null, image: 'nginx:1.27' },
      change: { image: 'nginx:1.28' },
      reason: 'The new image is copied beside the old one into the same repository.',
    },
    {
      what: 'another repository',
      given: { build: null, mirror: null, image: 'nginx:1.27' },
      change: { image: 'httpd:2.4' },
      reason: 'A repository of its own; that of the old image stays as long as it can be gone back to.',
    },
  ],
  mirror: [
    {
      what: 'copied, then pulled in place',
      given: { build: null, image: 'nginx:1.27', mirror: true },
      change: { mirror: false },
      reason: 'The copy stays as long as it can be gone back to.',
    },
    {
      what: 'pulled in place, then copied',
      given: { build: null, image: 'nginx:1.27', mirror: false },
      change: { mirror: true },
    },
  ],
  build: [
    { what: 'another build', given: { image: null, mirror: null, build: 'one' }, change: { build: 'two' }, around: twoBuilds },
  ],
  port: [
    {
      what: 'another port',
      given: { port: 8180 },
      change: { port: 8181 },
      reason: 'Rules of `allowFrom` are made for the new port before tasks move, and those of the old one leave last.',
    },
    { what: 'added', given: { port: null, allowFrom: null }, change: { port: 8181 } },
  ],
  command: [
    { what: 'another command', given: { command: ['sleep', '1'] }, change: { command: ['sleep', '2'] }, reason: newTasks },
  ],
  variables: [{ what: 'another value', given: { variables: { COLOUR: 'red' } }, change: { variables: { COLOUR: 'blue' } } }],
  secrets: [
    {
      what: 'the first one',
      given: { secrets: null },
      change: { secrets: { PASSWORD: secret('one') } },
      reason: 'The execution role may read it before tasks move. Behind endpoints an endpoint for Secrets Manager is added.',
    },
    {
      what: 'another one',
      given: { secrets: { PASSWORD: secret('one') } },
      change: { secrets: { PASSWORD: secret('two') } },
      reason: 'The role may read both until the tasks have moved. A new value of the same secret is no change of the spec.',
    },
    { what: 'the last one removed', given: { secrets: { PASSWORD: secret('one') } }, change: { secrets: null } },
  ],
  healthCheck: [
    { what: 'added', given: { healthCheck: null }, change: { healthCheck } },
    { what: 'removed', given: { healthCheck }, change: { healthCheck: null } },
  ],
  'healthCheck.command': [
    { what: 'another command', given: { healthCheck }, change: { healthCheck: { command: ['test', '-e', '/up'] } } },
  ],
  'healthCheck.intervalSeconds': [{ what: '10 to 20', given: { healthCheck }, change: { healthCheck: { intervalSeconds: 20 } } }],
  'healthCheck.timeoutSeconds': [{ what: '5 to 10', given: { healthCheck }, change: { healthCheck: { timeoutSeconds: 10 } } }],
  'healthCheck.retries': [{ what: '3 to 5', given: { healthCheck }, change: { healthCheck: { retries: 5 } } }],
  'healthCheck.startSeconds': [{ what: '0 to 30', given: { healthCheck }, change: { healthCheck: { startSeconds: 30 } } }],
};
