import { findings } from '../../domain/spec/finding.ts';

const head = `# What is said about a spec

Made by \`npm run gen\` from [domain/spec/finding.ts](../domain/spec/finding.ts). A refusal keeps a spec from being accepted; a
warning comes along with what was accepted. Every finding has a JSON pointer to its place, a sentence, and a remedy. All findings
of a stage come at once: first those of the shape, then those between fields, then those AWS has to be asked for.

| code | severity | about |
|---|---|---|
`;

/** The catalogue of findings as a page. */
export function findingsPage(): string {
  const lines = Object.entries(findings).map(([code, [severity, about]]) => `| \`${code}\` | ${severity} | ${about} |`);
  return `${head}${lines.join('\n')}\n`;
}
