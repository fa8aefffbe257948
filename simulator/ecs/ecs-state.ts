import type { ContainerDefinition, NetworkConfiguration } from '@aws-sdk/client-ecs';
import type { Behaviour } from './container-behaviour.ts';

export interface EcsState {
  clusters: Record<string, Cluster>;
  /** Last revision number given out in each family; it never goes back, also not after a deregistration. */
  families: Record<string, number>;
  taskDefinitions: Record<string, TaskDefinition>;
  services: Record<string, EcsService>;
  serviceDeployments: Record<string, ServiceDeployment>;
  revisions: Record<string, ServiceRevision>;
  tasks: Record<string, Task>;
}

export interface Cluster {
  name: string;
  arn: string;
  active: boolean;
  settings: { name: string; value: string }[];
  capacityProviders: string[];
  tags: Record<string, string>;
}

export interface TaskDefinition {
  arn: string;
  family: string;
  revision: number;
  active: boolean;
  registeredAt: number;
  cpu: string | null;
  memory: string | null;
  networkMode: string;
  requiresCompatibilities: string[];
  executionRoleArn: string | null;
  taskRoleArn: string | null;
  cpuArchitecture: 'X86_64' | 'ARM64';
  containers: ContainerDefinition[];
  /** Whatever else was registered, given back as it came. */
  rest: Record<string, unknown>;
  tags: Record<string, string>;
}

export interface Breaker {
  enable: boolean;
  rollback: boolean;
  resetOnHealthyTask: boolean;
  threshold: { type: string; value: number };
}

/** What a deployment runs: an UpdateService that changes any of it starts a new one. */
export interface RevisionSpec {
  taskDefinition: string;
  network: NetworkConfiguration;
  loadBalancers: {
    targetGroupArn?: string | undefined;
    containerName?: string | undefined;
    containerPort?: number | undefined;
  }[];
  /** Cloud Map, one at most. */
  serviceRegistries: ServiceRegistry[];
  launchType: string;
  platformVersion: string;
  enableExecuteCommand: boolean;
}

export interface ServiceRegistry {
  registryArn?: string | undefined;
  port?: number | undefined;
  containerName?: string | undefined;
  containerPort?: number | undefined;
}

export interface ServiceRevision {
  arn: string;
  serviceArn: string;
  createdAt: number;
  spec: RevisionSpec;
  /** By container: the digest its tag was resolved to when the first task pulled it. */
  digests: Record<string, { image: string; digest: string }>;
}

export interface Deployment {
  /** `ecs-svc/<19 digits>` */
  id: string;
  revisionArn: string;
  serviceDeploymentArn: string;
  createdAt: number;
  updatedAt: number;
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  reason: string;
  /** Consecutive failures, or all of them when a healthy task does not reset the count. */
  failedTasks: number;
  isRollback: boolean;
}

export interface EcsService {
  name: string;
  arn: string;
  clusterArn: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  createdAt: number;
  desiredCount: number;
  minimumHealthyPercent: number;
  maximumPercent: number;
  breaker: Breaker;
  graceSeconds: number;
  /** The primary first. */
  deployments: Deployment[];
  lastCompletedRevision: string | null;
  events: { id: string; createdAt: number; message: string }[];
  tags: Record<string, string>;
  propagateTags: string;
  /** Failures in a row that never reached RUNNING: the start throttle's memory. */
  startFailures: number;
  throttledUntil: number;
  steady: boolean;
  deletedAt: number | null;
  clientToken: string | null;
}

export type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOPPED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED';

export interface ServiceDeployment {
  arn: string;
  serviceArn: string;
  clusterArn: string;
  targetRevision: string;
  sourceRevisions: string[];
  createdAt: number;
  updatedAt: number;
  finishedAt: number | null;
  status: ServiceDeploymentStatus;
  statusReason: string | null;
  breakerStatus: 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED' | 'DISABLED';
  failureCount: number;
  threshold: number;
  rollback: { reason: string; startedAt: number; serviceRevisionArn: string } | null;
}

export type HealthStatus = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';

export interface TaskContainer {
  name: string;
  image: string;
  imageDigest: string | null;
  runtimeId: string | null;
  lastStatus: string;
  startedAt: number | null;
  exitCode: number | null;
  reason: string | null;
  healthStatus: HealthStatus;
  /** Failed health checks in a row that count. */
  failedChecks: number;
  /** ECS Exec's agent; null when the task was started without it. */
  agent: { lastStatus: string; startedAt: number | null; reason: string | null } | null;
}

export interface Task {
  id: string;
  arn: string;
  clusterArn: string;
  serviceArn: string;
  deploymentId: string;
  revisionArn: string;
  taskDefinition: string;
  group: string;
  lastStatus: string;
  desiredStatus: 'RUNNING' | 'STOPPED';
  healthStatus: HealthStatus;
  /** Its target groups have found it well; true when it is in none. */
  passedBalancers: boolean;
  /** Why it is to be replaced: the health checks it failed. */
  unfit: string | null;
  /** Healthy as the deployment counts it, which is more than RUNNING. */
  healthy: boolean;
  version: number;
  createdAt: number;
  startedAt: number | null;
  stoppingAt: number | null;
  stoppedAt: number | null;
  pullStartedAt: number | null;
  pullStoppedAt: number | null;
  stopCode: string | null;
  stoppedReason: string | null;
  containers: TaskContainer[];
  subnetId: string;
  networkInterface: { id: string; privateIp: string; publicIp: string | null } | null;
  registeredIn: { targetGroupArn: string; port: number }[];
  /** Cloud Map services that have it as an instance. */
  discoverableIn: string[];
  enableExecuteCommand: boolean;
  /** By container, from the moment its image has been pulled. */
  behaviours: Record<string, Behaviour>;
}
