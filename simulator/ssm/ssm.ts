import type { Service } from '../service.ts';
import { parameterOperations } from './parameter-operations.ts';
import { sessionOperations } from './session-operations.ts';
import type { SsmState } from './ssm-state.ts';

/** Systems Manager: Parameter Store and Session Manager. */
export const ssm: Service = {
  name: 'SSM',
  empty: (): SsmState => ({ parameters: {}, sessions: {} }),
  timers: {},
  operations: { ...parameterOperations, ...sessionOperations },
};
