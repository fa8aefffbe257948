/** CloudFormation takes neither an update nor a rollback of these. */
export function mustBeDeleted(status: string): boolean {
  return /^(CREATE_FAILED|ROLLBACK_COMPLETE|ROLLBACK_FAILED|DELETE_FAILED|DELETE_IN_PROGRESS|REVIEW_IN_PROGRESS)$/.test(status);
}
