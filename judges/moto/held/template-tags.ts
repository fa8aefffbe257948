interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Tags as a template says them. CloudFormation's own are not in it, and no tags are no property. */
export function templateTags(tags: readonly Tag[] | undefined): readonly Tag[] | undefined {
  const own = (tags ?? []).filter(({ Key }) => !Key?.startsWith('aws:')).map(({ Key, Value }) => ({ Key, Value }));
  return own.length > 0 ? own : undefined;
}
