import { isDeepStrictEqual } from 'node:util';
import type { Loss } from './describer.ts';

export interface Found {
  readonly differences: string[];
  /** Paths of what moto lost. */
  readonly lost: string[];
}

/** Goes through a wanted value and what is held in its place, and names the smallest parts that differ. */
export function compareValues(
  wanted: unknown,
  held: unknown,
  path: string,
  loses: Readonly<Record<string, Loss>>,
  found: Found,
): void {
  const loss = Object.hasOwn(loses, path) ? loses[path] : undefined;
  if (loss) {
    compareLost(wanted, held, path, loss, found);
    return;
  }
  if (isMap(wanted) && isMap(held)) {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(held)]))
      compareValues(wanted[key], held[key], path === '' ? key : `${path}.${key}`, loses, found);
    return;
  }
  if (Array.isArray(wanted) && Array.isArray(held) && wanted.length === held.length) {
    const [here, there] = [inOrder(path, wanted), inOrder(path, held)];
    for (const [index, one] of here.entries()) compareValues(one, there[index], `${path}.${index}`, loses, found);
    return;
  }
  if (!isDeepStrictEqual(wanted, held)) found.differences.push(`${path}: ${said(held)} instead of ${said(wanted)}`);
}

function compareLost(wanted: unknown, held: unknown, path: string, loss: Loss, found: Found): void {
  const same = (one: unknown, other: unknown) => isDeepStrictEqual(inOrder(path, one), inOrder(path, other));
  // Where moto's own value happens to be the wanted one nothing can be told, and nothing is wrong.
  if (same(wanted, loss.instead) && same(held, loss.instead)) return;
  if (same(held, wanted)) found.differences.push(`${path}: moto no longer loses it`);
  else if (same(held, loss.instead)) found.lost.push(path);
  else
    found.differences.push(`${path}: ${said(held)} instead of ${said(wanted)}, which moto is known to lose, but not like that`);
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists that are sets; every other list's order is compared. */
const sets = new Set([
  'Tags',
  'Environment',
  'Subnets',
  'SubnetIds',
  'SecurityGroups',
  'SecurityGroupIds',
  'RouteTableIds',
  'SecurityGroupEgress',
]);

function inOrder<T>(path: string, value: T): T {
  if (!Array.isArray(value) || !sets.has(path.split('.').at(-1) ?? '')) return value;
  const keyed = value.map((one) => [JSON.stringify(one, isMap(one) ? Object.keys(one).sort() : undefined), one] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one) as T;
}

const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
