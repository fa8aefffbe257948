import type { Responses } from '../../cloud/responses.ts';
import type { ApiDeps } from '../api/use-case.ts';

/** A stack's request is one more way to the same use cases, with an answer that is sent and not returned. */
export interface ProviderDeps extends ApiDeps {
  readonly responses: Responses;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly account: string;
  /** Where the API is, for links; empty: unknown. */
  readonly apiUrl: string;
}
