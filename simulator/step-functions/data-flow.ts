import { contextObject } from './context-object.ts';
import { callIntrinsic } from './intrinsic.ts';
import { isJsonObject, type Json } from './json.ts';
import { readPath, writePath } from './reference-path.ts';
import { activeOf, type Run } from './run.ts';
import { StatesError } from './states-error.ts';
import type { Frame } from './step-functions-state.ts';

/** What paths and templates of a frame are read against: `$` is passed along, `$$` and chance come from the frame. */
export interface Scope {
  readonly run: Run;
  readonly frame: Frame;
}

/** InputPath and OutputPath: null means `{}`. */
export function applyPath(path: string | null | undefined, data: Json, scope: Scope): Json {
  if (path === undefined) return data;
  return path === null ? {} : requirePath(path, data, scope);
}

/** ResultPath works on the state's raw input, not on what InputPath left of it. https://states-language.net/spec.html */
export function applyResultPath(path: string | null | undefined, input: Json, result: Json): Json {
  if (path === null) return input;
  return writePath(path ?? '$', input, result);
}

/** Parameters, ResultSelector, ItemSelector: fields whose name ends in `.$` are paths or intrinsic calls. */
export function applyTemplate(template: Json | undefined, data: Json, scope: Scope): Json {
  if (template === undefined) return data;
  if (Array.isArray(template)) return template.map((each) => applyTemplate(each, data, scope));
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$')
        ? [key.slice(0, -2), evaluate(String(value), data, scope, key)]
        : [key, applyTemplate(value, data, scope)],
    ),
  );
}

/** A path or an intrinsic function's call. */
export function evaluate(expression: string, data: Json, scope: Scope, field?: string): Json {
  if (expression.startsWith('$')) return requirePath(expression, data, scope, field);
  const { context } = scope.run;
  return callIntrinsic(expression, { read: (path) => requirePath(path, data, scope, field), ...context });
}

/** Undefined where nothing is: for IsPresent, the only reader that may ask. */
export function findPath(path: string, data: Json, scope: Scope): Json | undefined {
  return readPath(path, path.startsWith('$$') ? contextObject(scope.run, scope.frame) : data);
}

export function requirePath(path: string, data: Json, scope: Scope, field?: string): Json {
  const found = findPath(path, data, scope);
  if (found !== undefined) return found;
  const of = field ? `The JSONPath '${path}' specified for the field '${field}' could not be found` : `Invalid path '${path}'`;
  throw runtimeError(scope.frame, `${of} in the input '${JSON.stringify(data)}'`);
}

/** AWS's wording, which names the event of the entry. */
export function runtimeError(frame: Frame, what: string): StatesError {
  const { state, enteredEvent } = activeOf(frame);
  const where = `An error occurred while executing the state '${state}' (entered at the event id #${enteredEvent}).`;
  return new StatesError('States.Runtime', `${where} ${what}`);
}
