import type { Statement } from '../iam/iam-state.ts';

export interface AskedOf {
  /** `service:Action` */
  readonly action: string;
  readonly resource: string;
  /** Of the resource, as the service knows it; none when there is no such resource. */
  readonly resourceTags?: Readonly<Record<string, string>>;
}

type Tags = Readonly<Record<string, string>>;

/**
 * Action and Resource with wildcards, conditions on tags of the resource and of the principal. A condition that cannot be
 * judged here never lets an Allow hold and never keeps a Deny from holding.
 */
export function statementCovers(statement: Statement, principalTags: Tags, asked: AskedOf): boolean {
  const actions = [statement.Action ?? []].flat();
  const resources = [statement.Resource ?? []].flat();
  return (
    actions.some((pattern) => asWildcards(pattern, {})?.test(asked.action.toLowerCase()) ?? false) &&
    resources.some((pattern) => asWildcards(pattern, principalTags, false)?.test(asked.resource) ?? false) &&
    holds(statement, principalTags, asked)
  );
}

function holds({ Effect, Condition = {} }: Statement, principalTags: Tags, asked: AskedOf): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys as Record<string, string | string[]>).every(([key, wanted]) => {
      const known = /^(StringEquals|StringLike|ArnLike|ArnEquals)$/.test(operator) && isTagKey.test(key);
      if (!known) return Effect === 'Deny';
      const value = tagOf(key, principalTags, asked);
      const matches = (pattern: string) =>
        operator === 'StringEquals'
          ? resolved(pattern, principalTags) === value
          : (asWildcards(pattern, principalTags, false)?.test(value ?? '') ?? false);
      return value !== undefined && [wanted].flat().some(matches);
    }),
  );
}

/** `aws:ResourceTag/k`, the services' older spellings of it, and `aws:PrincipalTag/k`. */
const isTagKey = /^(?:(aws|ecr|ssm|secretsmanager):ResourceTag|aws:(PrincipalTag))\/(.+)$/i;

function tagOf(key: string, principalTags: Tags, { resourceTags = {} }: AskedOf): string | undefined {
  const [, , ofPrincipal, name = ''] = isTagKey.exec(key) ?? [];
  return (ofPrincipal ? principalTags : resourceTags)[name];
}

const variable = /\$\{([^}]*)\}/g;

/** With its policy variables filled in; undefined when one has no value, and then nothing matches. */
function resolved(pattern: string, principalTags: Tags): string | undefined {
  const names = [...pattern.matchAll(variable)].map(([, name = '']) => name);
  if (names.some((name) => variableValue(name, principalTags) === undefined)) return undefined;
  return pattern.replace(variable, (_, name: string) => variableValue(name, principalTags) ?? '');
}

const variableValue = (name: string, principalTags: Tags): string | undefined =>
  /^[*?$]$/.test(name) ? name : /^aws:PrincipalTag\//i.test(name) ? principalTags[name.slice(name.indexOf('/') + 1)] : undefined;

/** `*` and `?` of the pattern itself are wildcards, those of a variable's value are not. */
function asWildcards(pattern: string, principalTags: Tags, anyCase = true): RegExp | undefined {
  if (resolved(pattern, principalTags) === undefined) return undefined;
  const source = pattern.split(variable).map((part, at) => {
    if (at % 2 === 1) return escaped(variableValue(part, principalTags) ?? '');
    return escaped(part).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  });
  return new RegExp(`^${source.join('')}$`, anyCase ? 'is' : 's');
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
