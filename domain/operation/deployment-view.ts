/** What ECS says of a service's newest deployment. */
export interface DeploymentView {
  /** PENDING, IN_PROGRESS, SUCCESSFUL, STOPPED, ROLLBACK_… ; undefined when the service has no deployment yet. */
  readonly status?: string;
  readonly reason?: string;
  /** Of the service revision the deployment aims at; absent for one that was rolled back. */
  readonly taskDefinition?: string;
  /** Of the service revision a rollback goes back to. */
  readonly backTo?: string;
  /** Digests of either revision, by container. */
  readonly digests: Readonly<Record<string, string>>;
  readonly desired: number;
  readonly running: number;
  readonly pending?: number;
}

/** A task that ended: the three places ECS writes why. */
export interface StoppedTask {
  readonly id: string;
  readonly group: string;
  readonly taskDefinition: string;
  readonly stopCode: string;
  readonly stoppedReason: string;
  readonly createdAt?: string;
  readonly stoppedAt?: string;
  readonly containers: readonly { readonly name: string; readonly reason?: string; readonly exitCode?: number }[];
}
