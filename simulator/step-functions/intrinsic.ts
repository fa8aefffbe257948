import { createHash } from 'node:crypto';
import { isJsonObject, type Json } from './json.ts';
import { StatesError } from './states-error.ts';

/** What a call may ask of the world around it. */
export interface Surroundings {
  read(path: string): Json;
  uuid(): string;
  between(low: number, high: number): number;
}

type Intrinsic = (values: readonly Json[], around: Surroundings) => Json;

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const intrinsics: Readonly<Record<string, Intrinsic>> = {
  'States.Format': ([template, ...values]) => {
    let used = 0;
    // \{ and \} stand for the braces themselves.
    const text = string(template).replace(/\\(.)|\{\}/g, (_match, escaped: string | undefined) => {
      if (escaped !== undefined) return escaped;
      const value = values[used++];
      if (value === undefined) throw failure('States.Format has more {} than arguments');
      return typeof value === 'string' ? value : JSON.stringify(value);
    });
    if (used < values.length) throw failure('States.Format has more arguments than {}');
    return text;
  },
  'States.StringToJson': ([text]) => parse(string(text)),
  'States.JsonToString': ([value = null]) => JSON.stringify(value),
  'States.Array': (values) => [...values],
  'States.ArrayPartition': ([list, size]) => {
    const step = number(size);
    if (step < 1) throw failure('States.ArrayPartition needs a positive size');
    return Array.from({ length: Math.ceil(array(list).length / step) }, (_, at) => array(list).slice(at * step, (at + 1) * step));
  },
  'States.ArrayContains': ([list, wanted]) => array(list).some((each) => same(each, wanted)),
  'States.ArrayRange': ([first, last, step]) => {
    const length = Math.floor((number(last) - number(first)) / number(step)) + 1;
    return Array.from({ length: Math.max(0, length) }, (_, at) => number(first) + at * number(step));
  },
  'States.ArrayGetItem': ([list, index]) => {
    const item = array(list)[number(index)];
    if (item === undefined) throw failure('States.ArrayGetItem is out of range');
    return item;
  },
  'States.ArrayLength': ([list]) => array(list).length,
  'States.ArrayUnique': ([list]) => array(list).filter((each, at, all) => all.findIndex((other) => same(other, each)) === at),
  'States.Base64Encode': ([text]) => Buffer.from(string(text)).toString('base64'),
  'States.Base64Decode': ([text]) => Buffer.from(string(text), 'base64').toString(),
  'States.Hash': ([value = null, algorithm]) => {
    const name = string(algorithm);
    if (!/^(MD5|SHA-(1|256|384|512))$/.test(name)) throw failure(`States.Hash does not know ${name}`);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return createHash(name.replace('-', '').toLowerCase()).update(text).digest('hex');
  },
  'States.JsonMerge': ([left, right, deep]) => {
    if (!isJsonObject(left) || !isJsonObject(right) || deep !== false)
      throw failure('States.JsonMerge takes two objects and false');
    return { ...left, ...right };
  },
  'States.MathRandom': ([low, high], around) => Math.floor(around.between(number(low), number(high))),
  'States.MathAdd': ([left, right]) => Math.round(number(left)) + Math.round(number(right)),
  'States.StringSplit': ([text, separators]) => {
    const characters = new Set(string(separators));
    const parts = [''];
    for (const each of string(text)) {
      if (characters.has(each)) parts.push('');
      else parts.push(`${parts.pop()}${each}`);
    }
    return parts.filter((part) => part !== '');
  },
  'States.UUID': (_values, around) => around.uuid(),
};

export function callIntrinsic(expression: string, around: Surroundings): Json {
  const reader = new Reader(expression, around);
  const value = reader.call();
  if (!reader.atEnd()) throw failure(`Invalid intrinsic function call '${expression}'`);
  return value;
}

/** Reads a call from left to right and computes it on the way: calls may nest, and there is nothing else to the grammar. */
class Reader {
  private at = 0;
  private readonly text: string;
  private readonly around: Surroundings;

  constructor(text: string, around: Surroundings) {
    this.text = text;
    this.around = around;
  }

  call(): Json {
    const [, name = ''] = this.take(/(States\.\w+)\s*\(\s*/y);
    const intrinsic = intrinsics[name];
    if (!intrinsic) throw failure(`Unknown intrinsic function ${name}`);
    const values: Json[] = [];
    while (!this.looksAt(/\)/y)) {
      if (values.length > 0) this.take(/,/y);
      values.push(this.value());
    }
    this.take(/\)\s*/y);
    return intrinsic(values, this.around);
  }

  atEnd(): boolean {
    return this.at === this.text.length;
  }

  private value(): Json {
    this.take(/\s*/y);
    if (this.looksAt(/States\./y)) return this.call();
    // A backslash before a brace stays: it is States.Format that reads it.
    if (this.looksAt(/'/y)) return (this.take(/'((?:[^'\\]|\\.)*)'\s*/y)[1] ?? '').replace(/\\(['\\])/g, '$1');
    if (this.looksAt(/\$/y)) return this.around.read(this.take(/(\$(?:\[(?:'[^']*'|"[^"]*"|[^\]])*\]|[^,)\s[])*)\s*/y)[1] ?? '');
    return parse(this.take(/(null|true|false|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*/y)[1] ?? '');
  }

  private looksAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  private take(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) throw failure(`Invalid intrinsic function call '${this.text}'`);
    this.at = pattern.lastIndex;
    return match;
  }
}

function failure(details: string): StatesError {
  return new StatesError('States.IntrinsicFailure', details);
}
function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw failure(`'${text}' is not JSON`);
  }
}
function string(value: Json | undefined): string {
  if (typeof value !== 'string') throw failure(`${JSON.stringify(value)} is not a string`);
  return value;
}
function number(value: Json | undefined): number {
  if (typeof value !== 'number') throw failure(`${JSON.stringify(value)} is not a number`);
  return value;
}
function array(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw failure(`${JSON.stringify(value)} is not an array`);
  return value;
}
function same(left: Json | undefined, right: Json | undefined): boolean {
  if (isJsonObject(left) && isJsonObject(right)) {
    const keys = Object.keys(left);
    return keys.length === Object.keys(right).length && keys.every((key) => same(left[key], right[key]));
  }
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((each, at) => same(each, right[at]));
  return left === right;
}
