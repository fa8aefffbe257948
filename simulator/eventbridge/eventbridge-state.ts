export interface EventBridgeState {
  /** Besides `default`, which always is. */
  buses: string[];
  /** Keyed by bus and name, `default/name`. */
  rules: Record<string, Rule>;
  /** Deliveries given up after the third failure, as a dead-letter queue would hold them. */
  dropped: { target: string; event: object; error: string; at: number }[];
}

export interface Rule {
  name: string;
  arn: string;
  bus: string;
  description: string;
  pattern: string | null;
  schedule: string | null;
  enabled: boolean;
  /** Counts the changes, so that a tick of an earlier schedule is known as such. */
  generation: number;
  targets: Record<string, { id: string; arn: string; input: string | null }>;
}

/** The envelope every target gets (EventBridge user guide, "Structure of EventBridge events"). */
export interface Envelope {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: readonly string[];
  detail: object;
}
