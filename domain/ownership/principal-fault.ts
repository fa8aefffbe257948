/** What is wrong with a text that should name principals, as a sentence and what to do; undefined when it may stand. */
export function principalFault(text: string): { readonly message: string; readonly remedy: string } | undefined {
  const [, session] = /^arn:aws[\w-]*:sts::\d{12}:assumed-role\/([^/]+)/.exec(text) ?? [];
  if (session !== undefined)
    return {
      message: 'This is one session of a role, and sessions are not told apart.',
      remedy: `Write the role: arn:aws:iam::<account>:role/${session}.`,
    };
  if (!text.startsWith('arn:') && text.includes('*'))
    return {
      message: 'Only inside an ARN does `*` stand for any text.',
      remedy: 'Write each of them, or the pattern of an ARN.',
    };
  if (!text.startsWith('arn:')) return undefined;
  const [, kind, name = ''] = /^arn:aws[a-z-]*:iam::(?:\d{12}|\*):(user|role)\/([\w+=,.@*/-]+)$/.exec(text) ?? [];
  if (kind === undefined)
    return {
      message: 'This is no ARN of an IAM user or role.',
      remedy: 'Write it like arn:aws:iam::111122223333:role/deployer, or the subject of a token.',
    };
  if (kind === 'role' && /\/.*\*[^/]*$/.test(name))
    return {
      message: 'A session does not carry the path of its role, so this would let in roles of any path.',
      remedy: `Leave the path out, if that is meant: ${text.replace(name, name.slice(name.lastIndexOf('/') + 1))}.`,
    };
  if (name.endsWith('/')) return { message: 'This ARN ends without a name.', remedy: 'End it with a name, or with `*`.' };
  return undefined;
}
