import type { StackRequest } from './stack-request.ts';

type About = Pick<StackRequest, 'type' | 'askedAt'>;

/** Whether CloudFormation has asked the one before the other. Addresses are signed to the second: of one second, a Delete is last. */
export const isOlder = (one: About, than: About): boolean =>
  one.askedAt < than.askedAt || (one.askedAt === than.askedAt && one.type !== 'Delete' && than.type === 'Delete');
