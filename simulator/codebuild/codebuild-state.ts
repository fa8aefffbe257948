import type { ContainerImage } from '../ecr/container-image.ts';

export interface CodeBuildState {
  projects: Record<string, Project>;
  /** By id, in order of start. */
  builds: Record<string, Build>;
  numbers: Record<string, number>;
}

export interface Variable {
  name: string;
  value: string;
  type: string;
}

export interface BuildEnvironment {
  type: string;
  image: string;
  computeType: string;
  privilegedMode: boolean;
  variables: Variable[];
}

export interface Project {
  name: string;
  arn: string;
  createdAt: number;
  sourceType: string;
  sourceLocation: string | null;
  buildspec: string | null;
  environment: BuildEnvironment;
  serviceRole: string;
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  logGroup: string | null;
  logStream: string | null;
  tags: Record<string, string>;
}

export interface PhaseContext {
  statusCode: string;
  message: string;
}

export interface Phase {
  type: string;
  status: string | null;
  startedAt: number;
  endedAt: number | null;
  contexts: PhaseContext[];
}

/** An image the run pushes, held back until the build's time comes to the phase that pushes it. */
export interface Push {
  repositoryName: string;
  tag: string | null;
  manifest: string;
  content: ContainerImage | null;
}

export interface PlannedPhase {
  type: string;
  status: 'SUCCEEDED' | 'FAILED';
  seconds: number;
  contexts: PhaseContext[];
  lines: string[];
  pushes: Push[];
}

/** What the shell did, all of it, before any simulated second of it has passed. */
export interface BuildPlan {
  phases: PlannedPhase[];
  exported: { name: string; value: string }[];
}

export interface Build {
  id: string;
  arn: string;
  number: number;
  project: string;
  status: string;
  currentPhase: string;
  phases: Phase[];
  startedAt: number;
  endedAt: number | null;
  sourceType: string;
  sourceLocation: string | null;
  sourceVersion: string | null;
  buildspec: string | null;
  environment: BuildEnvironment;
  serviceRole: string;
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  logGroup: string;
  logStream: string;
  token: { text: string; request: string } | null;
  plan: BuildPlan | null;
  exported: { name: string; value: string }[];
}
