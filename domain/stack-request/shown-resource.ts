/** A resource of somebody's stack as CloudFormation shows it. */
export interface ShownResource {
  readonly type: string;
  readonly status: string;
  readonly physicalId?: string;
  /** Of the stack it is in. */
  readonly stackStatus: string;
}
