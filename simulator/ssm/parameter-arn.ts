import type { Context } from '../service.ts';

/** A parameter is named by its name or its ARN, which has no second slash before a path. */
export function parameterArn(nameOrArn: string, context: Context): { readonly name: string; readonly arn: string } {
  const inArn = /^arn:[^:]+:ssm:[^:]*:[^:]*:parameter(\/.*)$/.exec(nameOrArn)?.[1];
  const arnOf = (name: string) =>
    `arn:${context.partition}:ssm:${context.region}:${context.account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  if (inArn === undefined) return { name: nameOrArn, arn: arnOf(nameOrArn) };
  // `parameter/a` may be `a` or `/a`; a path of several parts always begins with a slash.
  const isPath = inArn.indexOf('/', 1) > 0;
  return { name: isPath ? inArn : inArn.slice(1), arn: nameOrArn };
}
