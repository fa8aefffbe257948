import type { AcceptedFinding } from './accepted-findings.ts';
import type { TemplateFinding } from './template-finding.ts';

/** What is said beyond what is accepted, once however many templates it is said of, and what is accepted for nothing. */
export function templateVerdict(findings: readonly TemplateFinding[], accepted: readonly AcceptedFinding[]): readonly string[] {
  const covers = (one: AcceptedFinding, { by, template, rule, message }: TemplateFinding) =>
    one.by === by &&
    one.rule === rule &&
    (typeof one.template === 'string' ? one.template === template : one.template.test(template)) &&
    one.message.test(message);
  const templatesOf = new Map<string, string[]>();
  for (const finding of findings) {
    if (accepted.some((one) => covers(one, finding))) continue;
    const what = `${finding.by} ${finding.rule}: ${finding.message}`;
    templatesOf.set(what, [...(templatesOf.get(what) ?? []), finding.template]);
  }
  const said = [...templatesOf].map(([what, [first, ...others]]) =>
    others.length === 0 ? `${first}: ${what}` : `${first} and ${others.length} more: ${what}`,
  );
  const idle = accepted.filter((one) => !findings.some((finding) => covers(one, finding)));
  return [
    ...said,
    ...idle.map(({ by, rule, template }) => `${by} does not say ${rule} of the ${template} any more: no longer needed`),
  ];
}
