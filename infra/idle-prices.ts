/**
 * us-east-1 list prices in USD, November 2026, like domain/cost/prices.ts, of what costs something though nobody calls. Sources:
 * aws.amazon.com pricing pages of CloudWatch, Lambda (arm64), X-Ray and DynamoDB (on demand). `free` is the part of a month that
 * AWS gives to every account for ever; whoever else lives in the account may have used it up.
 */
export const idlePrices = {
  alarmMetric: { usd: 0.1, free: 10 },
  logGb: { usd: 0.5, free: 5 },
  lambdaRequest: { usd: 0.2 / 1_000_000, free: 1_000_000 },
  lambdaGbSecond: { usd: 0.0000133334, free: 400_000 },
  trace: { usd: 5 / 1_000_000, free: 100_000 },
  readUnit: { usd: 0.125 / 1_000_000, free: 0 },
  tableGb: { usd: 0.25, free: 25 },
  backupGb: { usd: 0.2, free: 0 },
} as const;
