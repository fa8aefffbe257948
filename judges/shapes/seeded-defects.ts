import { awsError } from '../../simulator/aws-error.ts';
import type { Tally } from './tally.ts';

const cluster = 'arn:aws:ecs:eu-west-1:111122223333:cluster/hello';
const stack = {
  StackName: 'hello',
  StackStatus: 'CREATE_COMPLETE',
  CreationTime: new Date('2026-11-01T00:00:00Z'),
};
const stacks = (changed: object) => ({
  service: 'CloudFormation',
  operation: 'DescribeStacks',
  output: { Stacks: [{ ...stack, ...changed }] },
});
const without = (value: object, member: string) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));

const stackEvent = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'CloudFormation Stack Status Change',
  source: 'aws.cloudformation',
  account: '111122223333',
  time: '2026-11-01T00:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:aws:cloudformation:eu-west-1:111122223333:stack/hello'],
  detail: {
    'stack-id': 'arn:aws:cloudformation:eu-west-1:111122223333:stack/hello/1',
    'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
    'client-request-token': '',
  },
};

/** Each is right but for one thing; `sound` below is what they are made from, and must pass. */
export const seededDefects: Readonly<Record<string, (tally: Tally) => void>> = {
  'an answer with an invented member': (tally) => tally.answer(stacks({ StackState: 'GOOD' })),
  'an answer without a required member': (tally) =>
    tally.answer({ ...stacks({}), output: { Stacks: [without(stack, 'CreationTime')] } }),
  'an enumerated value that does not exist': (tally) => tally.answer(stacks({ StackStatus: 'CREATE_DONE' })),
  'a time given as text': (tally) => tally.answer(stacks({ CreationTime: '2026-11-01T00:00:00Z' })),
  'null for what is not there': (tally) => tally.answer(stacks({ Description: null })),
  'an error the operation cannot raise': (tally) =>
    tally.answer({ service: 'ECS', operation: 'DescribeServices', error: awsError('ServiceNotActiveException', 'no') }),
  'an error with another status': (tally) =>
    tally.answer({ service: 'IAM', operation: 'GetRole', error: awsError('NoSuchEntityException', 'no') }),
  'an error that is the simulator’s own': (tally) =>
    tally.answer({ service: 'ECS', operation: 'DescribeServices', error: new TypeError('x is undefined') }),
  'an operation AWS does not have': (tally) => tally.answer({ service: 'ECS', operation: 'DescribeWeather', output: {} }),
  'an event with an invented field': (tally) =>
    tally.event({ ...stackEvent, detail: { ...stackEvent.detail, 'stack-name': 'hello' } }),
  'an event without its time': (tally) => tally.event({ ...stackEvent, time: undefined }),
  'an event AWS does not send': (tally) => tally.event({ ...stackEvent, 'detail-type': 'CloudFormation Stack Gone' }),
  'a question with an unknown member': (tally) =>
    tally.answer({ service: 'ECS', operation: 'DescribeServices', input: { cluster, services: ['a'], all: true }, output: {} }),
  'a question without a required member': (tally) =>
    tally.answer({ service: 'ECS', operation: 'DescribeServices', input: { cluster }, output: {} }),
  'a question with a token that is too long': (tally) => {
    const input = { StackName: 'hello', ClientRequestToken: 'a'.repeat(129) };
    tally.answer({ service: 'CloudFormation', operation: 'DeleteStack', input, output: {} });
  },
  'a question whose name AWS would refuse': (tally) => {
    const input = { repositoryName: 'Hello World' };
    tally.answer({ service: 'ECR', operation: 'DescribeImages', input, output: {} });
  },
};

/** What the defects are defects of: judged first, so that a defect is noticed for what is wrong with it. */
export function sound(tally: Tally): void {
  tally.answer(stacks({}));
  tally.answer({ service: 'ECS', operation: 'DescribeServices', input: { cluster, services: ['a'] }, output: {} });
  tally.answer({ service: 'IAM', operation: 'GetRole', error: awsError('NoSuchEntityException', 'no', { statusCode: 404 }) });
  tally.answer({
    service: 'CloudFormation',
    operation: 'DeleteStack',
    input: { StackName: 'hello', ClientRequestToken: 'a' },
    output: {},
  });
  tally.answer({ service: 'ECR', operation: 'DescribeImages', input: { repositoryName: 'hello' }, output: {} });
  tally.event(stackEvent);
}
