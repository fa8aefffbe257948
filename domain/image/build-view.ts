/** A build as CodeBuild shows it. */
export interface BuildView {
  readonly id: string;
  readonly status: string;
  readonly complete: boolean;
  readonly phase: string;
  readonly failedPhase?: string;
  readonly messages: readonly string[];
  /** Variables the buildspec exports. */
  readonly exported: Readonly<Record<string, string>>;
  readonly link?: string;
  readonly log?: { readonly group: string; readonly stream: string };
}
