/** One thing CloudFormation did to a resource of a stack. */
export interface ResourceEvent {
  readonly at: string;
  readonly logicalId: string;
  readonly type: string;
  /** Absent until the resource has one; of one that is replaced, that of the old at first. */
  readonly physicalId?: string;
  readonly status: string;
  readonly reason?: string;
}
