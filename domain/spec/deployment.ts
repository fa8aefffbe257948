import type { Offer } from './offer.ts';

/** What a deployment of Moorage knows about itself, for whatever a spec leaves out or names outside of its environment. */
export interface Deployment {
  readonly dockerHubSecret?: string;
  readonly region?: string;
  /** Twelve digits. */
  readonly account?: string;
  /** What the operator lets environments use, beside what carries the tag `moorage:offered-to`. */
  readonly offers?: readonly Offer[];
}
