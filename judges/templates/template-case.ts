/** A template to be judged, and where it comes from. */
export interface TemplateCase {
  readonly name: string;
  readonly template: unknown;
}
