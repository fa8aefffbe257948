import { findPath, requirePath, runtimeError, type Scope } from './data-flow.ts';
import type { ChoiceRule } from './definition.ts';
import type { Json } from './json.ts';

type Comparison = (value: Json, operand: Json) => boolean;

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
};

const kinds: Readonly<Record<string, (value: Json) => string | number | undefined>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Timestamp: (value) => (isTimestamp(value) ? Date.parse(String(value)) : undefined),
};

/** Values of another type than the operator's never match. https://states-language.net/spec.html#choice-state */
const comparisons: Readonly<Record<string, Comparison>> = {
  BooleanEquals: (value, operand) => typeof value === 'boolean' && value === operand,
  StringMatches: (value, operand) => typeof value === 'string' && wildcard(String(operand)).test(value),
  IsNull: (value, operand) => (value === null) === operand,
  IsString: (value, operand) => (typeof value === 'string') === operand,
  IsNumeric: (value, operand) => (typeof value === 'number') === operand,
  IsBoolean: (value, operand) => (typeof value === 'boolean') === operand,
  IsTimestamp: (value, operand) => isTimestamp(value) === operand,
  ...Object.fromEntries(
    Object.entries(kinds).flatMap(([kind, read]) =>
      Object.entries(orders).map(([order, holds]): [string, Comparison] => [
        `${kind}${order}`,
        (value, operand) => {
          const [left, right] = [read(value), read(operand)];
          return left !== undefined && right !== undefined && holds(left < right ? -1 : left > right ? 1 : 0);
        },
      ]),
    ),
  ),
};

export function isComparison(operator: string): boolean {
  return operator === 'IsPresent' || Object.hasOwn(comparisons, operator.replace(/Path$/, ''));
}

export function ruleHolds(rule: ChoiceRule, data: Json, scope: Scope): boolean {
  if (rule.And) return rule.And.every((each) => ruleHolds(each, data, scope));
  if (rule.Or) return rule.Or.some((each) => ruleHolds(each, data, scope));
  if (rule.Not) return !ruleHolds(rule.Not, data, scope);
  const operator = Object.keys(rule).find(isComparison);
  if (!operator) throw runtimeError(scope.frame, 'A choice rule has no comparison');
  const variable = rule.Variable ?? '$';
  const operand = rule[operator] as Json;
  const value = findPath(variable, data, scope);
  // Every other comparison of a missing field is an error, not false.
  if (operator === 'IsPresent') return (value !== undefined) === operand;
  if (value === undefined)
    throw runtimeError(scope.frame, `Invalid path '${variable}': The choice state's condition path references an invalid value.`);
  if (!operator.endsWith('Path')) return comparisons[operator]?.(value, operand) ?? false;
  return comparisons[operator.slice(0, -4)]?.(value, requirePath(String(operand), data, scope)) ?? false;
}

function isTimestamp(value: Json): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
}

/** `*` is any run of characters, `\*` a star. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([\\*])|\*|[^\\*]+|\\/g, (part, escaped: string | undefined) => {
    if (part === '*') return '.*';
    return (escaped ?? part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}
