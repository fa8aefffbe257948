/** One stack, ready for CloudFormation. */
export interface RenderedStack {
  readonly template: Template;
  /** Parameters known when planning. The late ones (`lateParameters`) are added when the stack is started. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, object>>;
  readonly Outputs?: Readonly<Record<string, object>>;
  readonly Metadata?: object;
  readonly [section: string]: unknown;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly [attribute: string]: unknown;
}

/** `render` returns only the stacks the spec needs. */
export interface Rendered {
  readonly registry?: RenderedStack;
  readonly foundation?: RenderedStack;
  readonly services?: RenderedStack;
}
