import type { Reply, Scenario } from './script.ts';

const times = (count: number, reply: Reply): readonly Reply[] => Array.from({ length: count }, () => reply);

/** The ways through the machines that matter: success, a failed branch, retries exhausted, choices, hand-over, giving up. */
export const scenarios: readonly Scenario[] = [
  { about: 'a deployment that succeeds', machine: 'Deploy', images: ['web', 'worker'] },
  { about: 'a deployment without images', machine: 'Deploy', images: [] },
  { about: 'the choice to contract', machine: 'Deploy', contracts: ['registry', 'foundation'] },
  {
    about: 'a step that is told to look again, and then answers',
    machine: 'Deploy',
    replies: { 'EnsureStack foundation apply': [{ fails: 'LookAgain' }, { fails: 'LookAgain' }, { succeeds: {} }] },
  },
  {
    about: 'a step nobody wakes',
    machine: 'Deploy',
    replies: { 'EnsureStack registry apply': ['silence', 'silence', { succeeds: {} }] },
  },
  {
    about: 'a branch that fails, and the siblings go on',
    machine: 'Deploy',
    replies: {
      'EnsureStack foundation apply': [{ fails: 'AttemptFailed' }],
      'EnsureStack services apply': [{ fails: 'Fenced' }],
    },
  },
  {
    about: 'one image of three that fails',
    machine: 'Deploy',
    images: ['a', 'b', 'c'],
    replies: { 'EnsureImage b build': [{ fails: 'AttemptFailed' }], 'EnsureStack services apply': [{ fails: 'Fenced' }] },
  },
  {
    about: 'a branch whose fence fails too, six times',
    machine: 'Deploy',
    replies: {
      'EnsureStack registry apply': [{ fails: 'ForeignResource' }],
      'Fence REGISTRY': [{ throws: 'Boom' }],
      'EnsureStack services apply': [{ fails: 'Fenced' }],
    },
  },
  {
    about: 'a function that throws once and is retried',
    machine: 'Deploy',
    replies: { Planner: [{ throws: 'Retryable' }, { returns: { images: [], contracts: [] } }] },
  },
  { about: 'retries that are exhausted', machine: 'Deploy', replies: { Planner: times(7, { throws: 'Retryable' }) } },
  { about: 'an error no retry names', machine: 'Deploy', replies: { Planner: [{ throws: 'PlanRefused' }] } },
  {
    about: 'retries of two kinds, each counted for itself',
    machine: 'Deploy',
    replies: {
      'EnsureStack services apply': [
        ...times(3, { fails: 'LookAgain' }),
        ...times(2, { fails: 'Retryable' }),
        ...times(3, { fails: 'LookAgain' }),
        { succeeds: {} },
      ],
    },
  },
  {
    about: 'services that do not become stable',
    machine: 'Deploy',
    replies: { 'EnsureDeployment stabilize': [{ fails: 'AttemptFailed' }] },
  },
  {
    about: 'a contract that fails, and its siblings go on',
    machine: 'Deploy',
    contracts: ['registry', 'foundation'],
    replies: { 'EnsureStack registry contract': [{ fails: 'AttemptFailed' }] },
  },
  { about: 'a Settle that finds the fence', machine: 'Deploy', replies: { 'Settle deployed': [{ throws: 'Fenced' }] } },
  { about: 'a teardown that succeeds', machine: 'Teardown', images: ['web', 'worker'] },
  { about: 'a teardown without a plan', machine: 'Teardown', images: [] },
  { about: 'a diagnosis that cannot be had', machine: 'Teardown', replies: { Diagnose: [{ throws: 'Boom' }] } },
  {
    about: 'an undo of the services that gives up',
    machine: 'Teardown',
    replies: { 'EnsureStack services undo': [{ fails: 'AttemptFailed' }] },
  },
  {
    about: 'one half of the rest that gives up',
    machine: 'Teardown',
    replies: { 'EnsureStack foundation undo': [{ fails: 'PhaseDeadline' }] },
  },
  {
    about: 'a build that cannot be stopped',
    machine: 'Teardown',
    images: ['a', 'b'],
    replies: { 'EnsureImage a stop': [{ fails: 'AttemptFailed' }] },
  },
  { about: 'a Settle that cannot settle', machine: 'Teardown', replies: { 'Settle tornDown': [{ throws: 'Boom' }] } },
];
