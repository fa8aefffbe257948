import type { Problem } from '../api/problem.ts';

/** Whether the same request may be taken a little later. CloudFormation knows no "try again", so it is tried for it. */
export const isBusy = ({ code }: Problem) => code === 'OPERATION_RUNNING' || code === 'DELETE_NOT_CANCELLABLE';
