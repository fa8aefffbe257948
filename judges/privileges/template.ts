export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** As much of a template as is judged here. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}
