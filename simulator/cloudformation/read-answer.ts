export type Answer =
  | { readonly physicalId: string; readonly attributes: Record<string, unknown>; readonly noEcho: boolean }
  | { readonly reason: string; readonly physicalId?: string };

const mostBytes = 4096;
const longestId = 1024;

/** What a provider's answer comes to, given what its request said and it has to say again. */
export function readAnswer(body: string, asked: Readonly<Record<string, string>>): Answer {
  if (Buffer.byteLength(body) > mostBytes) return { reason: 'Response object is too long.' };
  const answer = parsed(body);
  if (!answer) return invalid('not a JSON object');
  const { Status, Reason, PhysicalResourceId: physicalId = '', Data = {}, NoEcho } = answer;
  if (Status !== 'SUCCESS' && Status !== 'FAILED') return invalid(`'${String(Status)}' is not a valid ResponseStatus`);
  if (typeof physicalId !== 'string') return invalid('Value of property PhysicalResourceId must be of type String');
  if (physicalId === '' || Buffer.byteLength(physicalId) > longestId) return { reason: 'Invalid PhysicalResourceId' };
  if (Reason === undefined ? Status === 'FAILED' : typeof Reason !== 'string')
    return invalid('Value of property Reason must be of type String');
  if (typeof Data !== 'object' || Data === null || Array.isArray(Data))
    return invalid('Value of property Data must be an object');
  const other = Object.keys(asked).find((name) => answer[name] !== asked[name]);
  if (other !== undefined) return invalid(`Value of property ${other} is not that of the request`);
  if (Status === 'SUCCESS') return { physicalId, attributes: { ...Data }, noEcho: String(NoEcho) === 'true' };
  const reason = `Received response status [FAILED] from custom resource. Message returned: ${Reason} (RequestId: ${asked.RequestId})`;
  return { physicalId, reason };
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function invalid(what: string): { reason: string } {
  return { reason: `Invalid Response object: ${what}` };
}
