/**
 * Who somebody is, whatever session they come in: the session of an assumed role is its role. Paths of roles are left out,
 * because a session does not carry its role's, and within an account a role's name is unique without it.
 */
export function principalOf(text: string): string {
  const [, partition, account, name] = /^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(text) ?? [];
  if (name !== undefined) return `arn:${partition}:iam::${account}:role/${name}`;
  return text.replace(/^(arn:aws[\w-]*:iam::[^:]*:role\/).*\//s, '$1');
}
