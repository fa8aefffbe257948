/** Texts that can be nothing but a secret. Each would otherwise end in a template, a log or a history. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key'],
  [/\bdckr_pat_[A-Za-z0-9_-]{20,}/, 'a Docker Hub access token'],
  [/\bgh[pousr]_[A-Za-z0-9]{30,}/, 'a GitHub token'],
  [/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, 'a private key'],
  [/\bxox[abpr]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i, 'a URL with a password'],
];

/** What kind of secret the text holds; undefined when it looks like none. */
export function secretIn(text: string): string | undefined {
  return shapes.find(([shape]) => shape.test(text))?.[1];
}
