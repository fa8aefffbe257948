import type { CreateProjectInput } from '@aws-sdk/client-codebuild';
import { awsError } from '../aws-error.ts';
import type { Context, Service } from '../service.ts';
import { admit, advance, announce, complete, halt, planned, queueTimeout, timeout } from './build-phases.ts';
import type { Build, CodeBuildState, Project } from './codebuild-state.ts';
import { describeBuild } from './describe-build.ts';
import { runBuild } from './run-build.ts';
import { startBuild } from './start-build.ts';

export const codeBuild: Service = {
  name: 'CodeBuild',
  empty: (): CodeBuildState => ({ projects: {}, builds: {}, numbers: {} }),
  timers: { admit, planned, advance, complete, halt, timeout, queueTimeout, announce },
  workers: { 'CodeBuild:run': runBuild },
  operations: {
    CreateProject(input: CreateProjectInput & { name: string; serviceRole: string }, context) {
      const { projects } = context.state<CodeBuildState>('CodeBuild');
      const { name, source, environment, logsConfig } = input;
      const arn = `arn:${context.partition}:codebuild:${context.region}:${context.account}:project/${name}`;
      if (projects[name]) throw awsError('ResourceAlreadyExistsException', `Project already exists: ${arn}`);
      if (!/^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/.test(name)) throw awsError('InvalidInputException', 'Invalid project name');
      if (source?.type === 'NO_SOURCE' && !source.buildspec)
        throw awsError('InvalidInputException', 'A buildspec is required when the source type is NO_SOURCE.');
      const project: Project = {
        name,
        arn,
        createdAt: context.now(),
        sourceType: source?.type ?? 'NO_SOURCE',
        sourceLocation: source?.location ?? null,
        buildspec: source?.buildspec ?? null,
        environment: {
          type: environment?.type ?? 'LINUX_CONTAINER',
          image: environment?.image ?? '',
          computeType: environment?.computeType ?? 'BUILD_GENERAL1_SMALL',
          privilegedMode: environment?.privilegedMode ?? false,
          variables: (environment?.environmentVariables ?? []).map(({ name: key = '', value = '', type = 'PLAINTEXT' }) => ({
            name: key,
            value,
            type,
          })),
        },
        serviceRole: input.serviceRole,
        timeoutInMinutes: input.timeoutInMinutes ?? 60,
        queuedTimeoutInMinutes: input.queuedTimeoutInMinutes ?? 480,
        logGroup: logsConfig?.cloudWatchLogs?.groupName ?? null,
        logStream: logsConfig?.cloudWatchLogs?.streamName ?? null,
        tags: Object.fromEntries((input.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
      };
      projects[name] = project;
      return { project: described(project) };
    },
    BatchGetProjects(input: { names: string[] }, context) {
      const { projects } = context.state<CodeBuildState>('CodeBuild');
      const found = input.names.map((name) => projects[name.replace(/^arn:.*:project\//, '')]);
      return {
        projects: found.flatMap((project) => (project ? [described(project)] : [])),
        projectsNotFound: input.names.filter((_, at) => !found[at]),
      };
    },
    DeleteProject(input: { name: string }, context) {
      delete context.state<CodeBuildState>('CodeBuild').projects[input.name];
      return {};
    },
    StartBuild: startBuild,
    BatchGetBuilds(input: { ids: string[] }, context) {
      if (input.ids.length < 1 || input.ids.length > 100)
        throw awsError('InvalidInputException', 'Between 1 and 100 build ids are required');
      const found = input.ids.map((id) => find(id, context));
      return {
        builds: found.flatMap((build) => (build ? [describeBuild(build, context)] : [])),
        buildsNotFound: input.ids.filter((_, at) => !found[at]),
      };
    },
    /** The answer still says IN_PROGRESS; the build stops some seconds later. Stopping an ended build changes nothing. */
    StopBuild(input: { id: string }, context) {
      const build = find(input.id, context);
      if (!build) throw awsError('ResourceNotFoundException', `Build ${input.id} does not exist`);
      if (build.status === 'IN_PROGRESS') context.after(context.between(2, 6), 'CodeBuild', 'halt', { build: build.id });
      return { build: describeBuild(build, context) };
    },
    ListBuildsForProject(input: { projectName: string; sortOrder?: string }, context) {
      const { projects, builds } = context.state<CodeBuildState>('CodeBuild');
      if (!projects[input.projectName])
        throw awsError('ResourceNotFoundException', `Project cannot be found: ${input.projectName}`);
      return {
        ids: ordered(
          Object.values(builds).filter(({ project }) => project === input.projectName),
          input.sortOrder,
        ),
      };
    },
    ListBuilds: (input: { sortOrder?: string }, context) => ({
      ids: ordered(Object.values(context.state<CodeBuildState>('CodeBuild').builds), input.sortOrder),
    }),
  },
};

function find(idOrArn: string, context: Context): Build | undefined {
  return context.state<CodeBuildState>('CodeBuild').builds[idOrArn.replace(/^arn:.*:build\//, '')];
}

/** Newest first unless ASCENDING is asked for. */
function ordered(builds: readonly Build[], order = 'DESCENDING'): string[] {
  const ids = builds.map(({ id }) => id);
  return order === 'ASCENDING' ? ids : ids.reverse();
}

const described = (project: Project) => ({
  name: project.name,
  arn: project.arn,
  source: { type: project.sourceType, buildspec: project.buildspec ?? undefined, location: project.sourceLocation ?? undefined },
  artifacts: { type: 'NO_ARTIFACTS' },
  environment: {
    type: project.environment.type,
    image: project.environment.image,
    computeType: project.environment.computeType,
    privilegedMode: project.environment.privilegedMode,
    environmentVariables: project.environment.variables,
  },
  serviceRole: project.serviceRole,
  timeoutInMinutes: project.timeoutInMinutes,
  queuedTimeoutInMinutes: project.queuedTimeoutInMinutes,
  created: new Date(project.createdAt),
  tags: Object.entries(project.tags).map(([key, value]) => ({ key, value })),
});
