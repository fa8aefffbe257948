import { awsError } from '../aws-error.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/**
 * EventBridge's content filtering (user guide, "Comparison operators for use in event patterns"): every field named must
 * match, one entry of its list is enough, and an array in the event matches when one element does.
 */
export function matchesPattern(pattern: object, event: object): boolean {
  return matchesObject(pattern as JsonObject, event as JsonObject);
}

/** Refuses what PutRule refuses, so that a pattern that could never match is not taken silently. */
export function parsePattern(text: string): object {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw invalid('Event pattern contains invalid JSON');
  }
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) throw invalid('Filter is not an object');
  check(pattern as JsonObject);
  return pattern;
}

const invalid = (reason: string) => awsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

const operators = new Set(['prefix', 'suffix', 'anything-but', 'exists', 'numeric', 'equals-ignore-case', 'wildcard', 'cidr']);

function check(pattern: JsonObject): void {
  for (const [key, value] of Object.entries(pattern)) {
    if (key === '$or' && Array.isArray(value)) for (const one of value) check(one as JsonObject);
    else if (Array.isArray(value)) checkList(key, value);
    else if (typeof value === 'object' && value !== null) {
      if (Object.keys(value).length === 0) throw invalid('Empty objects are not allowed');
      check(value);
    } else throw invalid(`"${key}" must be an object or an array`);
  }
}

function checkList(key: string, list: Json[]): void {
  if (list.length === 0) throw invalid(`Empty arrays are not allowed`);
  for (const one of list) {
    if (typeof one !== 'object' || one === null) continue;
    const unknown = Object.keys(one).find((name) => !operators.has(name));
    if (unknown !== undefined || Array.isArray(one)) throw invalid(`Unrecognized match type ${unknown ?? key}`);
  }
}

function matchesObject(pattern: JsonObject, event: Json | undefined): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or' && Array.isArray(wanted)) return wanted.some((one) => matchesObject(one as JsonObject, event));
    if (Array.isArray(event)) return event.some((element) => matchesObject({ [key]: wanted }, element));
    const value = isObject(event) ? event[key] : undefined;
    return Array.isArray(wanted) ? wanted.some((one) => matchesField(one, value)) : matchesObject(wanted as JsonObject, value);
  });
}

function matchesField(wanted: Json, value: Json | undefined): boolean {
  if (isObject(wanted) && 'exists' in wanted) {
    // Only a leaf exists: an object in its place does not count (same page, "Exists matching").
    return (value !== undefined && !isObject(value)) === wanted.exists;
  }
  if (value === undefined) return false;
  if (isObject(wanted) && 'anything-but' in wanted) {
    const refused = wanted['anything-but'] ?? null;
    const values = Array.isArray(value) ? value : [value];
    return values.some((one) => !listOf(refused).some((other) => matchesOne(other, one)));
  }
  return (Array.isArray(value) ? value : [value]).some((one) => matchesOne(wanted, one));
}

function matchesOne(wanted: Json, value: Json): boolean {
  if (!isObject(wanted)) return wanted === value;
  return Object.entries(wanted).every(([operator, operand]) => {
    if (operator === 'numeric') return typeof value === 'number' && matchesNumber(operand as Json[], value);
    if (typeof value !== 'string') return false;
    const [text, subject] = isObject(operand)
      ? [String(operand['equals-ignore-case']).toLowerCase(), value.toLowerCase()]
      : [String(operand), value];
    // anything-but takes a list under its operators too: {"anything-but": {"prefix": ["a", "b"]}}.
    if (Array.isArray(operand)) return operand.some((one) => matchesOne({ [operator]: one }, value));
    if (operator === 'prefix') return subject.startsWith(text);
    if (operator === 'suffix') return subject.endsWith(text);
    if (operator === 'equals-ignore-case') return subject.toLowerCase() === text.toLowerCase();
    if (operator === 'wildcard') return wildcard(text).test(subject);
    return false;
  });
}

function matchesNumber(terms: Json[], value: number): boolean {
  for (let at = 0; at < terms.length; at += 2) {
    const bound = Number(terms[at + 1]);
    const holds = { '=': value === bound, '<': value < bound, '<=': value <= bound, '>': value > bound, '>=': value >= bound };
    if (!holds[terms[at] as keyof typeof holds]) return false;
  }
  return true;
}

/** `*` is any run of characters; `\*` and `\\` are the characters themselves. */
function wildcard(text: string): RegExp {
  const parts = text.match(/\\[\\*]|\*|[^*\\]+|\\/g) ?? [];
  const source = parts.map((part) =>
    part === '*' ? '[\\s\\S]*' : escaped(part.length === 2 && part[0] === '\\' ? (part[1] ?? '') : part),
  );
  return new RegExp(`^${source.join('')}$`);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: Json): Json[] => (Array.isArray(value) ? value : [value]);
