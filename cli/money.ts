import type { Cost } from '../schemas/gen/api.types.ts';

/** An operation costs fractions of a cent: two decimals would call everything free. */
export const money = ({ amount, currency }: Cost): string =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: Math.abs(amount) < 1 ? 5 : 2,
  }).format(amount);
