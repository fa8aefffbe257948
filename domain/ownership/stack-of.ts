/**
 * The stack that acts, if it is one: a resource of it, `<stack id>|<logical id>`. No principal is written like this, so
 * nobody can be taken for one.
 */
export const stackOf = (actor: string): string | undefined => /^(arn:aws[\w-]*:cloudformation:[^|]+)\|/.exec(actor)?.[1];
