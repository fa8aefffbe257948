/**
 * Every name AWS gives to an error of a state machine, of which a Retry or Catch may speak. A pattern like `States.*` would
 * let a misspelling pass. docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html, and for Lambda's
 * docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
export const awsErrorNames: readonly string[] = [
  'States.ALL',
  'States.BranchFailed',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.HeartbeatTimeout',
  'States.Http.Socket',
  'States.IntrinsicFailure',
  'States.ItemReaderFailed',
  'States.NoChoiceMatched',
  'States.ParameterPathFailure',
  'States.Permissions',
  'States.QueryEvaluationError',
  'States.ResultPathMatchFailure',
  'States.ResultWriterFailed',
  'States.Runtime',
  'States.TaskFailed',
  'States.Timeout',
  'Lambda.AWSLambdaException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.SdkClientException',
  'Lambda.ServiceException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  // What Lambda itself calls a function that ran out of time, and one whose process ended.
  'Sandbox.Timedout',
  'Runtime.ExitError',
];
