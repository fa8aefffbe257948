import { awsError } from '../aws-error.ts';
import { isComparison } from './choice-rule.ts';
import type { ChoiceRule, Definition, State, States } from './definition.ts';
import { isPath } from './reference-path.ts';
import { parseResource } from './resource.ts';

const types = ['Task', 'Parallel', 'Map', 'Choice', 'Pass', 'Wait', 'Succeed', 'Fail'];
const maximumBytes = 1024 * 1024;

/**
 * Reads a definition and refuses what AWS refuses at CreateStateMachine, and beyond it what the simulator does not model:
 * better there than in the middle of a run.
 */
export function parseDefinition(text: string): Definition {
  if (Buffer.byteLength(text) > maximumBytes) throw invalid('the definition is longer than 1 MB');
  let parsed: Definition;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw invalid(`INVALID_JSON_DESCRIPTION: ${error instanceof Error ? error.message : error}`);
  }
  const problems = [...problemsOf(parsed, '')];
  if (/"QueryLanguage"\s*:\s*"JSONata"/.test(text)) problems.push('the simulator models QueryLanguage JSONPath only');
  if (problems.length > 0) throw invalid(`SCHEMA_VALIDATION_FAILED: ${problems.join('; ')}`);
  return parsed;
}

function* problemsOf(states: States, where: string): Generator<string> {
  if (typeof states?.States !== 'object' || !states.States[states.StartAt]) {
    yield `StartAt '${states?.StartAt}' is no state at ${where || '/'}`;
    return;
  }
  for (const [name, state] of Object.entries(states.States)) {
    const at = `${where}/States/${name}`;
    if (name.length > 80) yield `the name of ${at} is longer than 80 characters`;
    if (!types.includes(state.Type)) yield `${at} has the unknown Type ${state.Type}`;
    else yield* problemsOfState(state, at);
    for (const target of targetsOf(state)) if (!states.States[target]) yield `${at} leads to the missing state '${target}'`;
    yield* badPaths(state, at);
  }
}

function* problemsOfState(state: State, at: string): Generator<string> {
  const ends = state.Type === 'Choice' || state.Type === 'Succeed' || state.Type === 'Fail';
  if (!ends && (state.Next !== undefined) === (state.End === true)) yield `${at} has to have either Next or End`;
  if (state.Type === 'Task' && !parseResource(state.Resource))
    yield `the simulator does not model the Resource ${state.Resource}`;
  if (state.Type === 'Task' && (state.HeartbeatSeconds ?? 0) >= (state.TimeoutSeconds ?? Number.POSITIVE_INFINITY))
    yield `HeartbeatSeconds of ${at} has to be smaller than TimeoutSeconds`;
  if (state.Type === 'Parallel')
    for (const [index, branch] of (state.Branches ?? []).entries()) yield* problemsOf(branch, `${at}/Branches/${index}`);
  if (state.Type === 'Map') {
    if (state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED') yield `the simulator models inline Maps only: ${at}`;
    const processor = state.ItemProcessor ?? state.Iterator;
    if (processor) yield* problemsOf(processor, `${at}/ItemProcessor`);
    else yield `${at} has no ItemProcessor`;
  }
  if (state.Type === 'Wait') {
    const times = [state.Seconds, state.SecondsPath, state.Timestamp, state.TimestampPath];
    if (times.filter((each) => each !== undefined).length !== 1) yield `${at} has to have one time`;
  }
  if (state.Type === 'Choice') {
    if (!state.Choices?.length) yield `${at} has no Choices`;
    for (const rule of state.Choices ?? []) if (!isRule(rule)) yield `${at} has a rule without one comparison`;
  }
}

function isRule(rule: ChoiceRule): boolean {
  if (rule.And) return rule.And.every(isRule);
  if (rule.Or) return rule.Or.every(isRule);
  if (rule.Not) return isRule(rule.Not);
  return rule.Variable !== undefined && Object.keys(rule).filter(isComparison).length === 1;
}

function targetsOf(state: State): string[] {
  const targets = [
    'Next' in state ? state.Next : undefined,
    ...(state.Type === 'Choice' ? [state.Default, ...(state.Choices ?? []).map((rule) => rule.Next)] : []),
    ...('Catch' in state ? (state.Catch ?? []).map((catcher) => catcher.Next) : []),
  ];
  return targets.filter((target) => target !== undefined);
}

/** Filters, slices and `..` would be read wrongly in the middle of a run. */
function* badPaths(state: State, at: string): Generator<string> {
  for (const [key, value] of Object.entries(state)) {
    if (!key.endsWith('Path') || typeof value !== 'string') continue;
    const mayBeCall = (key === 'ErrorPath' || key === 'CausePath') && value.startsWith('States.');
    if (!mayBeCall && !isPath(value)) yield `${key} of ${at} is no path the simulator reads: ${value}`;
  }
}

function invalid(problem: string): Error {
  return awsError('InvalidDefinition', `Invalid State Machine Definition: '${problem}'`);
}
