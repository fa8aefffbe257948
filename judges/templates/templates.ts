import { readFileSync } from 'node:fs';
import manifest from '../../package.json' with { type: 'json' };
import type { Judge, Run } from '../judge-of.ts';
import type { Verdict } from '../verdict.ts';
import { acceptedFindings } from './accepted-findings.ts';
import { blindSpots, breakTemplate, brokenTemplates } from './broken-templates.ts';
import { findInTemplates } from './find-in-templates.ts';
import { templateCases } from './template-cases.ts';
import type { TemplateFinding } from './template-finding.ts';
import { templateVerdict } from './template-verdict.ts';

const pinned = /^cfn-lint==(.*)$/m.exec(readFileSync(new URL('../requirements.txt', import.meta.url), 'utf8'))?.[1];

/** Every template of every kind before those who know CloudFormation's schemas, limits and rules. */
export const templates: Judge = {
  name: 'templates',
  by: `cfn-lint ${pinned}, and CloudFormationValidatePlugin of aws-cdk-lib ${manifest.devDependencies['aws-cdk-lib']} by itself`,
  judge,
  defects: {
    ...Object.fromEntries(
      Object.entries(brokenTemplates).flatMap(([name, { noticedBy }]) =>
        (Object.entries(noticedBy) as [TemplateFinding['by'], string][]).map(([by, rule]) => [
          `${name} (${by})`,
          () => noticed(name, by, rule),
        ]),
      ),
    ),
    'an exception that nobody needs any more': async () => verdictOf(1, templateVerdict([], acceptedFindings)),
  },
};

async function judge({ size, say }: Run): Promise<Verdict> {
  const { cases, failures, refused } = templateCases(size);
  const found = await findInTemplates(cases, say);
  say(`${cases.length} templates, ${found.templates} of them different`);
  const seen = new Set((await findingsInBroken()).map(({ template }) => template));
  const spots = Object.keys(blindSpots);
  return {
    cases: found.templates,
    failures: [
      ...failures,
      ...templateVerdict(found.findings, acceptedFindings),
      ...spots.filter((name) => seen.has(name)).map((name) => `${name} is noticed now: no longer a known gap`),
    ],
    skipped: refused,
    knownGaps: [
      ...acceptedFindings.map(({ by, rule, template, why }) => `${by} says ${rule} of the ${template}: ${why}`),
      ...spots.map((name) => `neither notices ${name}`),
    ],
  };
}

async function noticed(name: string, by: TemplateFinding['by'], rule: string): Promise<Verdict> {
  const findings = (await findingsInBroken()).filter((one) => one.template === name && one.by === by && one.rule === rule);
  return verdictOf(1, templateVerdict(findings, []));
}

const verdictOf = (cases: number, failures: readonly string[]): Verdict => ({ cases, failures, skipped: [], knownGaps: [] });

let inBroken: Promise<readonly TemplateFinding[]> | undefined;

/** All that is broken on purpose, judged at once: cfn-lint takes longer to start than to read one. */
function findingsInBroken(): Promise<readonly TemplateFinding[]> {
  const cases = Object.entries({ ...brokenTemplates, ...blindSpots }).map(([name, broken]) => ({
    name,
    template: breakTemplate(broken),
  }));
  inBroken ??= findInTemplates(cases, () => undefined).then(({ findings }) => findings);
  return inBroken;
}
