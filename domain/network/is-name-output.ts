/** Whether an output of the foundation is a name in the VPC: a Cloud Map service's ARN. */
export const isNameOutput = (output: string) => output.endsWith('RegistryArn');
