/** What CloudFormation asks of a custom resource, as far as it matters here. */
export interface RemovalRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
}

interface RemovalAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

/** CloudFormation takes 4096 bytes of answer; 20 names of 30 characters and an ARN or two are a quarter of it. */
const mostNames = 20;

/**
 * The control plane may go only when no environment stands: without its role CloudFormation cannot even delete their stacks.
 * There is always an answer, because without one CloudFormation waits; when nobody can say what stands, it is no.
 */
export async function removalAnswer(request: RemovalRequest, standing: () => Promise<readonly string[]>): Promise<RemovalAnswer> {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = 'standing-environments' } = request;
  const answer = (Status: RemovalAnswer['Status'], Reason: string) => ({
    Status,
    Reason,
    PhysicalResourceId,
    StackId,
    RequestId,
    LogicalResourceId,
  });
  if (request.RequestType !== 'Delete') return answer('SUCCESS', 'nothing to do');
  try {
    const names = await standing();
    if (names.length === 0) return answer('SUCCESS', 'no environment stands');
    const named = names.slice(0, mostNames).join(', ');
    const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
    return answer('FAILED', `Environments stand: ${named}${more}. DELETE them first.`);
  } catch (error) {
    return answer('FAILED', `Nobody can say which environments stand: ${String(error).slice(0, 500)}`);
  }
}
