import { awsError } from '../aws-error.ts';

/** Codes and texts of the ECS API reference and of the answers the service is known to give. */
export const ecsErrors = {
  clusterNotFound: () => awsError('ClusterNotFoundException', 'Cluster not found.'),
  clusterContainsServices: () =>
    awsError('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.'),
  clusterContainsTasks: () => awsError('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.'),
  serviceNotFound: () => awsError('ServiceNotFoundException', 'Service not found.'),
  serviceNotActive: () => awsError('ServiceNotActiveException', 'Service was not ACTIVE.'),
  serviceExists: () => awsError('InvalidParameterException', 'Creation of service was not idempotent.'),
  serviceStillDraining: () => awsError('InvalidParameterException', 'Unable to Start a service that is still Draining.'),
  serviceHasTasks: () => awsError('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.'),
  taskDefinitionNotFound: () => awsError('ClientException', 'Unable to describe task definition.'),
  taskDefinitionInactive: () => awsError('ClientException', 'TaskDefinition is inactive'),
  taskDefinitionMissing: () => awsError('ClientException', 'TaskDefinition not found.'),
  taskNotFound: () => awsError('InvalidParameterException', 'The referenced task was not found.'),
  deploymentNotFound: () => awsError('ServiceDeploymentNotFoundException', 'Service deployment not found.'),
  invalid: (text: string) => awsError('InvalidParameterException', text),
  client: (text: string) => awsError('ClientException', text),
};
