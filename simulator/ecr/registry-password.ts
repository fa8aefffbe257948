import { Buffer } from 'node:buffer';
import type { Context } from '../service.ts';

/** ECR's password: good for twelve hours, for the registry of one account in one region (GetAuthorizationToken). */
export function registryPassword(context: Pick<Context, 'account' | 'region' | 'now'>): string {
  const payload = { account: context.account, region: context.region, expiration: context.now() + 12 * 3_600_000 };
  return Buffer.from(JSON.stringify(payload)).toString('base64');
}

export function opensRegistry(
  username: string,
  password: string,
  registry: { readonly account: string; readonly region: string },
  now: number,
): boolean {
  if (username !== 'AWS') return false;
  try {
    const { account, region, expiration } = JSON.parse(Buffer.from(password, 'base64').toString('utf8'));
    return account === registry.account && region === registry.region && expiration > now;
  } catch {
    return false;
  }
}
