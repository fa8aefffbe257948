import type { Service } from '../service.ts';
import { callbackOperations } from './callback-operations.ts';
import { executionOperations } from './execution-operations.ts';
import { machineOperations } from './machine-operations.ts';
import type { StepFunctionsState } from './step-functions-state.ts';
import { timers } from './timers.ts';

/**
 * AWS Step Functions, standard workflows in JSONPath. An execution's whole life is in the region's state: between any two
 * timers the process can die and another goes on.
 */
export const stepFunctions: Service = {
  name: 'SFN',
  empty: (): StepFunctionsState => ({ machines: {}, executions: {}, tokens: {} }),
  operations: { ...machineOperations, ...executionOperations, ...callbackOperations },
  timers,
};
