export interface LambdaState {
  /** Events a function failed on three times: what a dead-letter queue would get. */
  dropped: { functionName: string; payload: object; error: string; at: number }[];
}
