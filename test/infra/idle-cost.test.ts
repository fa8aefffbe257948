import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { idleCost } from '../../infra/idle-cost.ts';
import { idleCostText } from '../../infra/idle-cost-text.ts';
import { synthesized } from './synthesized.ts';

const { resources } = synthesized();
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('the idle cost', () => {
  test('is alarms and sweeps, a few dollars a month', () => {
    const { lines, usd, usdAfterFree } = idleCost(resources);
    const metrics = Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
      .map(({ Properties: { Metrics } }) => (Array.isArray(Metrics) ? Metrics.filter((one) => 'MetricStat' in one).length : 1));
    expect(lines.find(({ what }) => what === 'alarms')?.amount).toBe(sum(metrics));
    expect(lines.find(({ what }) => what === 'sweeps, calls')).toMatchObject({ amount: 3 * 43_800 });
    expect(usd).toBeLessThan(10);
    expect(usdAfterFree).toBeLessThan(usd);
  });

  test('is arithmetic anybody can do again', () => {
    const metric = { MetricStat: {} };
    const { usd, usdAfterFree } = idleCost({
      Calm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [metric, metric, { Expression: 'm0 + m1' }] } },
      Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'x' } },
      Sweeper: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 512 } },
      Sweep: {
        Type: 'AWS::Events::Rule',
        Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [{ Arn: { 'Fn::GetAtt': ['Sweeper', 'Arn'] } }] },
      },
    });
    // 3 metrics; 43,800 calls, 5,475 GB-seconds, 131,400 read units and 0.02628 GB of log.
    expect(usd).toBeCloseTo(0.3 + 0.00876 + 0.073 + 0.016425 + 0.01314, 4);
    expect(usdAfterFree).toBeCloseTo(0.016425, 4);
  });

  test('does not guess at a type or a schedule nobody has thought about', () => {
    expect(() => idleCost({ Gateway: { Type: 'AWS::EC2::NatGateway' } })).toThrow(/nobody has said what Gateway/);
    const often = {
      Type: 'AWS::Events::Rule',
      Properties: { ScheduleExpression: 'rate(5 minutes)', Targets: [{ 'Fn::GetAtt': ['F', 'Arn'] }] },
    };
    expect(() => idleCost({ F: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 128 } }, Often: often })).toThrow(
      /how often/,
    );
  });

  test('shows its sums', () => {
    expect(idleCostText(idleCost(resources))).toMatch(/sweeps, calls +131400 in all +131400 × \$2e-7 +\$0\.0263/);
  });

  test('is what docs/deploy.md says', () => {
    const file = new URL('../../docs/deploy.md', import.meta.url);
    const block = /```\nIdle, a month[^`]*```/;
    const shown = readFileSync(file, 'utf8');
    const wanted = `\`\`\`\n${idleCostText(idleCost(resources))}\`\`\``;
    if (process.env.GOLDEN === 'write')
      writeFileSync(
        file,
        shown.replace(block, () => wanted),
      );
    else expect(block.exec(shown)?.[0], 'GOLDEN=write writes it').toBe(wanted);
  });
});
