/** A custom resource request as CloudFormation sends it (crpg-ref-requests); as far as it is read, and never believed. */
export interface StackEvent {
  readonly RequestType: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  /** Where it is sent, CloudFormation's documentation does not say: here, among the properties, or both. */
  readonly ServiceTimeout?: unknown;
  readonly ResourceProperties?: Readonly<Record<string, unknown>>;
}
