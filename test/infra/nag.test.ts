import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, describe, expect, test } from 'vitest';
import { controlPlane } from '../../infra/control-plane.ts';
import { acceptedNags } from './accepted-nags.ts';

const outdir = mkdtempSync(join(tmpdir(), 'moorage-nag-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

interface Nag {
  readonly rule: string;
  readonly finding: string;
  readonly at: string;
}

function nagsOf(app: App): readonly Nag[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, description, violatingResources }) => {
    const [, rule = ruleName, finding = ''] = /^AwsSolutions-(\w+?)(?:\[(.*)\])?$/.exec(ruleName) ?? [];
    // A rule that could not read its resource has not judged it.
    if (description.startsWith('Rule threw')) throw new Error(`${ruleName}: ${description}`);
    return violatingResources.map(({ constructPath = '' }) => ({ rule, finding, at: constructPath.replace(/^moorage\//, '') }));
  });
}

const accepts = (nag: Nag) => (row: (typeof acceptedNags)[number]) =>
  row.rule === nag.rule && row.at.test(nag.at) && (row.finding ? row.finding.test(nag.finding) : nag.finding === '');

const app = new App({ context: {}, outdir, analyticsReporting: false, treeMetadata: false });
const stack = controlPlane(app, () => Code.fromInline('exports.handler = async () => {};'));
const nags = nagsOf(app);

describe('cdk-nag AwsSolutions', () => {
  test('finds nothing in the control plane that is not accepted with a reason', () => {
    expect(nags.filter((nag) => !acceptedNags.some(accepts(nag)))).toEqual([]);
  });

  test.each(acceptedNags.map((row) => [`${row.rule} ${row.finding ?? ''} at ${row.at}`, row] as const))(
    'still says %s',
    (_, row) => {
      expect(nags.some((nag) => accepts(nag)(row))).toBe(true);
    },
  );

  test('would say something of a bucket that anybody put beside it', () => {
    new Bucket(stack, 'Careless');
    const careless = nagsOf(app).filter(({ at }) => at.startsWith('Careless'));
    expect(careless.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['S1', 'S10']));
    expect(careless.filter((nag) => acceptedNags.some(accepts(nag)))).toEqual([]);
  });
});
