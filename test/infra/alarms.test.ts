import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { functions, machines } from '../../functions/catalog.ts';
import { eventRules } from '../../functions/event-rules.ts';
import { synthesized } from './synthesized.ts';

const { resources } = synthesized();
const alarms = Object.entries(resources)
  .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
  .map(([id, { Properties }]) => ({ id, ...Properties }) as Alarm);

interface Alarm {
  readonly id: string;
  readonly AlarmDescription: string;
  readonly TreatMissingData: string;
  readonly Metrics?: readonly { readonly MetricStat?: object; readonly Expression?: string }[];
}

/** As GitHub makes an anchor of a heading. */
const anchors = [...readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8').matchAll(/^#+ (.+)$/gm)].map(
  ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
);

describe('the alarms', () => {
  test('each have a heading in the runbook, and the runbook names no alarm that is gone', () => {
    const meant = alarms.map(({ AlarmDescription }) => /docs\/runbook\.md#([\w-]+)$/.exec(AlarmDescription)?.[1]);
    for (const heading of meant) expect(anchors).toContain(heading);
    const after = anchors.slice(anchors.indexOf('alarms') + 1, anchors.indexOf('what-no-alarm-tells'));
    expect([...new Set(meant)].sort()).toEqual(after.sort());
  });

  test('are one per machine, one per function, and those of queue, API, record and watchman', () => {
    const watchmen = Object.values(eventRules).filter((rule) => 'schedule' in rule).length;
    expect(alarms).toHaveLength(Object.keys(machines).length + Object.keys(functions).length + 3 + watchmen);
  });

  test('go off by silence only where silence is the fault', () => {
    const silent = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    const silence = {
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 2,
      Period: 300,
      MetricName: 'Invocations',
    };
    expect(silent).toMatchObject([silence, silence, silence]);
    expect(silent.map(({ id }) => id.replace(/Silent.*/, '')).sort()).toEqual(['Provider', 'Recover', 'Trigger']);
  });

  test('sum no more metrics than an alarm may have, which is ten', () => {
    for (const { id, Metrics = [] } of alarms)
      expect(Metrics.filter(({ MetricStat }) => MetricStat).length, id).toBeLessThanOrEqual(10);
  });

  test('count a metric nobody sent as nothing', () => {
    for (const { Metrics = [] } of alarms)
      for (const { Expression } of Metrics.filter((one) => one.Expression))
        expect(Expression).toMatch(/^FILL\(m0, 0\)( \+ FILL\(m\d, 0\))+$/);
  });
});
