import { type StackKind, stackKinds } from './stack-kind.ts';

/** The stack's physical name: the one name a person has to be able to guess. */
export function stackName(environment: string, kind: StackKind): string {
  return `moorage-${environment}-${kind}`;
}

// CloudFormation's generated names are <stack>-<LogicalId>-<random>: the capital letter ends what can be ours.
const pattern = new RegExp(`^moorage-([a-z][a-z0-9-]*)-(${stackKinds.join('|')})(?:-[A-Z][A-Za-z0-9]*-[A-Za-z0-9]+)?$`);

/**
 * Reads the environment out of a stack name, or out of a name CloudFormation generated from one (cluster, service); an
 * event says no more than that. Undefined for names that are not ours.
 */
export function parseStackName(name: string): { readonly environment: string; readonly kind: StackKind } | undefined {
  const match = pattern.exec(name);
  if (!match?.[1] || !match[2]) return undefined;
  return { environment: match[1], kind: match[2] as StackKind };
}
