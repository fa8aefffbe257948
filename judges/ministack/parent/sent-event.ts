import type { StackEvent } from '../../../domain/stack-request/stack-event.ts';

/** A custom resource's request as some CloudFormation has sent it, whatever else is in it. */
export type SentEvent = StackEvent & { readonly OldResourceProperties?: unknown } & Readonly<Record<string, unknown>>;

/** What a provider has put to a request's address. */
export interface SentAnswer {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}
