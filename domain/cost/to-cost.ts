import type { Cost } from '../../schemas/gen/api.types.ts';

/** Sums items up, to a hundredth of a cent. */
export function toCost(items: readonly { readonly what: string; readonly amount: number }[]): Cost {
  const round = (amount: number) => Math.round(amount * 10_000) / 10_000;
  return {
    currency: 'USD',
    amount: round(items.reduce((sum, item) => sum + item.amount, 0)),
    items: items.map(({ what, amount }) => ({ what, amount: round(amount) })),
  };
}
