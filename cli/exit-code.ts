import type { OperationStatus } from '../schemas/gen/api.types.ts';

/** What a script may rely on. 130 is the shell's own number for Ctrl-C. */
export const exitCode = { succeeded: 0, failed: 1, refused: 2, unreachable: 3, cancelled: 4, interrupted: 130 } as const;

const byStatus: Partial<Record<OperationStatus, number>> = {
  SUCCEEDED: exitCode.succeeded,
  FAILED: exitCode.failed,
  CANCELLED: exitCode.cancelled,
};

/** Undefined while the operation still goes on; FAILING does: it is cleaning up. */
export const exitCodeOf = (status: OperationStatus): number | undefined => byStatus[status];
