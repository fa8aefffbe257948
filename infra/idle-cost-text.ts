import type { IdleCost } from './idle-cost.ts';
import { idlePrices } from './idle-prices.ts';

const plain = (amount: number) => String(Number(amount.toPrecision(6)));
const dollars = (usd: number) => `$${usd.toFixed(2)}`;

/** The arithmetic, a line each, for a terminal. */
export function idleCostText({ lines, usd, usdAfterFree }: IdleCost): string {
  const rows = lines.map(({ what, sum, amount, price }) => {
    const each = idlePrices[price].usd;
    return [what, sum, `${plain(amount)} × $${plain(each)}`, `$${(amount * each).toFixed(4)}`];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    'Idle, a month, us-east-1:',
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
    `  ${dollars(usd)} at list prices, ${dollars(usdAfterFree)} after what AWS gives to every account`,
    '',
  ].join('\n');
}
