import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { productionPackages } from './locked-packages.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Report {
  readonly message?: string;
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      { readonly name: string; readonly severity: string; readonly range: string; readonly nodes?: readonly string[] }
    >
  >;
}

const deployed = new Set(productionPackages.map(({ folder }) => folder));

export type Audit = { readonly failures: readonly string[] } | { readonly unanswered: string };

/** What the registry knows against the packages that are deployed. A registry that does not say has said nothing. */
export async function audit(): Promise<Audit> {
  const text = await new Promise<string>((resolve) => {
    // It ends with 1 when it found something, so the code says nothing that the report does not.
    execFile('npm', ['audit', '--json'], { cwd: root, timeout: 60_000 }, (error, stdout) =>
      resolve(stdout || JSON.stringify({ message: error?.message ?? 'it said nothing' })),
    );
  });
  return auditOf(text);
}

export function auditOf(text: string): Audit {
  let report: Report;
  try {
    report = JSON.parse(text) as Report;
  } catch {
    return { unanswered: text.slice(0, 200) };
  }
  if (!report.vulnerabilities) return { unanswered: (report.message ?? text).slice(0, 200) };
  return {
    failures: Object.values(report.vulnerabilities)
      .filter(({ nodes }) => nodes?.some((folder) => deployed.has(folder)) ?? true)
      .map(({ name, severity, range }) => `npm audit: ${name} ${range} has a vulnerability, ${severity}`),
  };
}
