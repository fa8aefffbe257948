export interface SsmState {
  /** By name. */
  parameters: Record<string, Parameter>;
  sessions: Record<string, Session>;
}

export interface Parameter {
  name: string;
  type: 'String' | 'StringList' | 'SecureString';
  dataType: string;
  tags: Record<string, string>;
  /** What was tagged once is still known to the Tagging API. */
  wasTagged: boolean;
  /** Oldest first; the number is the place, from 1. */
  versions: { value: string; modifiedAt: number }[];
}

export interface Session {
  id: string;
  target: string;
  startedAt: number;
  terminatedAt: number | null;
}
