import type { Cost } from '../schemas/gen/api.types.ts';
import { money } from './money.ts';

export const costLines = (label: string, cost: Cost): string[] => [
  `  ${label}: ${money(cost)}`,
  ...cost.items.map((item) => `    ${money({ ...cost, amount: item.amount }).padStart(10)}  ${item.what}`),
];
