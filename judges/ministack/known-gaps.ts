/** What MiniStack's CloudFormation or the service's own API loses of a template, as `type.property`; each is asserted to be lost. */
export const lostProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table.PointInTimeRecoverySpecification': 'a table has no point-in-time recovery',
  'AWS::S3::Bucket.LifecycleConfiguration': 'a bucket has no lifecycle rules',
  'AWS::CodeBuild::Project.Cache': 'a project does not say that it has no cache',
  'AWS::CodeBuild::Project.LogsConfig': 'a project has no log group',
  'AWS::CodeBuild::Project.QueuedTimeoutInMinutes': 'a project has no limit for waiting',
  'AWS::StepFunctions::StateMachine.LoggingConfiguration': 'a state machine does not log',
  'AWS::StepFunctions::StateMachine.TracingConfiguration': 'a state machine is not traced',
};
