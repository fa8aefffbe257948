import type { Template } from './synthesized-app.ts';

interface Statement {
  readonly Action: unknown;
  readonly Condition?: object;
}

/** The template with rights to put events of any source: the condition asks for a key that MiniStack gives no policy. */
export function withoutEventSource(template: Template): Template {
  const resources = Object.entries(template.Resources).map(([id, resource]) => {
    const document = resource.Properties?.PolicyDocument as { readonly Statement: readonly Statement[] } | undefined;
    if (resource.Type !== 'AWS::IAM::Policy' || !document) return [id, resource] as const;
    const Statement = document.Statement.map(({ Condition, ...rest }) =>
      rest.Action === 'events:PutEvents' || Condition === undefined ? rest : { ...rest, Condition },
    );
    return [id, { ...resource, Properties: { ...resource.Properties, PolicyDocument: { ...document, Statement } } }] as const;
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}
