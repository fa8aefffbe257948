import type { Step } from './customers.ts';

export interface Told extends Step {
  /** What the stack comes to. */
  readonly ends: string;
}

export type Story = readonly Told[];

const waiting = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
/** Fails once the environment is there, because nobody ever signals it. */
const failing = {
  Sibling: {
    Type: 'AWS::CloudFormation::WaitCondition',
    DependsOn: 'Shop',
    Properties: { Handle: { Ref: 'SiblingHandle' }, Timeout: '1' },
  },
  SiblingHandle: waiting,
};
const missing = 'nginx:no-such-tag';
const created: Told = { action: 'create', parent: {}, ends: 'CREATE_COMPLETE' };
const deleted: Told = { action: 'delete', parent: {}, ends: 'DELETE_COMPLETE' };

/** Lives of the example's stack, by the name of the stack. */
export const stories: Readonly<Record<string, Story>> = {
  example: [
    created,
    { action: 'update', parent: {}, image: 'httpd:2.4', ends: 'UPDATE_COMPLETE' },
    { action: 'update', parent: {}, image: missing, ends: 'UPDATE_ROLLBACK_COMPLETE' },
    { action: 'update', parent: { name: 'market' }, ends: 'UPDATE_COMPLETE' },
    deleted,
  ],
  'create-fails': [{ action: 'create', parent: {}, image: missing, ends: 'ROLLBACK_COMPLETE' }, deleted],
  'sibling-fails': [{ action: 'create', parent: { others: failing }, ends: 'ROLLBACK_COMPLETE' }, deleted],
  'update-turned-back': [
    created,
    { action: 'update', parent: { others: failing }, image: 'httpd:2.4', ends: 'UPDATE_ROLLBACK_COMPLETE' },
    deleted,
  ],
  'replacement-fails': [
    created,
    { action: 'update', parent: { name: 'market' }, image: missing, ends: 'UPDATE_ROLLBACK_COMPLETE' },
    deleted,
  ],
  'replacement-turned-back': [
    created,
    { action: 'update', parent: { name: 'market', others: failing }, ends: 'UPDATE_ROLLBACK_COMPLETE' },
    deleted,
  ],
  // Truths, numbers and maps, as deep as a spec has them.
  protected: [
    { ...created, parent: { spec: { protected: true, network: { zones: 3 }, tags: { tier: '1' } } } },
    { ...deleted, ends: 'DELETE_FAILED' },
  ],
};

/** The environment's handle in MiniStack is an address of its own. */
export const withHandle: Story = [
  {
    action: 'create',
    parent: { properties: { WaitConditionHandle: { Ref: 'Handle' } }, others: { Handle: waiting } },
    ends: 'ROLLBACK_COMPLETE',
  },
];

/** Seconds are seconds in MiniStack, so few of them. */
export const unanswered: Story = [{ action: 'create', parent: { timeout: 3 }, ends: 'ROLLBACK_COMPLETE' }];
