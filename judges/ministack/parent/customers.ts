import type { Deployment } from '../deploy.ts';
import type { Parent } from './parent-template.ts';
import type { SentAnswer, SentEvent } from './sent-event.ts';

export interface Step {
  readonly action: 'create' | 'update' | 'delete';
  readonly parent: Parent;
  /** Of the service; the example's otherwise. */
  readonly image?: string;
}

/** A CloudFormation with customers' stacks in it, and a provider that it asks. */
export interface Customers {
  readonly token: string;
  /** Everything the provider was asked, in order, as it was sent. */
  readonly heard: readonly SentEvent[];
  /** What was told, by the RequestId of what was asked. */
  readonly told: ReadonlyMap<string, SentAnswer>;
  begin(stack: string, step: Step): Promise<void>;
  settled(stack: string): Promise<Deployment>;
  /** Names and statuses of all environments there are. */
  environments(): Promise<Readonly<Record<string, string>>>;
  stop(): void;
}

/** The example's parameters for a step, as the API takes them. */
export const parametersOf = ({ image }: Step) => (image === undefined ? [] : [{ ParameterKey: 'Image', ParameterValue: image }]);
