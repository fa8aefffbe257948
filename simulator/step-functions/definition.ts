import type { Json } from './json.ts';

/** A state machine in the Amazon States Language, JSONPath dialect. https://states-language.net/spec.html */
export interface Definition extends States {
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
}

/** What has a start and states: the machine itself, a branch of a Parallel, the processor of a Map. */
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type State = TaskState | ParallelState | MapState | ChoiceState | PassState | WaitState | SucceedState | FailState;
export type WorkState = TaskState | ParallelState | MapState;

interface Paths {
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
}
interface Leads extends Paths {
  readonly Next?: string;
  readonly End?: boolean;
}
interface Works extends Leads {
  readonly Parameters?: Json;
  readonly ResultSelector?: Json;
  readonly ResultPath?: string | null;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** Defaults: 1 s, 3 attempts, rate 2, no longest delay, no jitter. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'NONE' | 'FULL';
}
export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string | null;
  readonly Next: string;
}

export interface TaskState extends Works {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number;
  readonly HeartbeatSecondsPath?: string;
}
export interface ParallelState extends Works {
  readonly Type: 'Parallel';
  readonly Branches: readonly States[];
}
export interface MapState extends Works {
  readonly Type: 'Map';
  readonly ItemProcessor?: States & { readonly ProcessorConfig?: { readonly Mode?: string } };
  /** Its name before 2022. */
  readonly Iterator?: States;
  readonly ItemsPath?: string;
  readonly ItemSelector?: Json;
  readonly MaxConcurrency?: number;
  readonly MaxConcurrencyPath?: string;
}
export interface PassState extends Leads {
  readonly Type: 'Pass';
  readonly Parameters?: Json;
  readonly Result?: Json;
  readonly ResultPath?: string | null;
}
export interface WaitState extends Leads {
  readonly Type: 'Wait';
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}
export interface SucceedState extends Paths {
  readonly Type: 'Succeed';
}
export interface FailState {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}
export interface ChoiceState extends Paths {
  readonly Type: 'Choice';
  readonly Choices: readonly (ChoiceRule & { readonly Next: string })[];
  readonly Default?: string;
}
export interface ChoiceRule {
  readonly And?: readonly ChoiceRule[];
  readonly Or?: readonly ChoiceRule[];
  readonly Not?: ChoiceRule;
  readonly Variable?: string;
  readonly [comparison: string]: unknown;
}
