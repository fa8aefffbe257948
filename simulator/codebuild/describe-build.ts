import type { Context } from '../service.ts';
import type { Build, Phase } from './codebuild-state.ts';

export function describeBuild(build: Build, context: Context) {
  return {
    id: build.id,
    arn: build.arn,
    buildNumber: build.number,
    projectName: build.project,
    startTime: new Date(build.startedAt),
    ...(build.endedAt === null ? {} : { endTime: new Date(build.endedAt) }),
    currentPhase: build.currentPhase,
    buildStatus: build.status,
    buildComplete: build.endedAt !== null,
    phases: build.phases.map(describePhase),
    source: {
      type: build.sourceType,
      ...(build.sourceLocation ? { location: build.sourceLocation } : {}),
      ...(build.buildspec ? { buildspec: build.buildspec } : {}),
    },
    ...(build.sourceVersion ? { sourceVersion: build.sourceVersion } : {}),
    environment: {
      type: build.environment.type,
      image: build.environment.image,
      computeType: build.environment.computeType,
      privilegedMode: build.environment.privilegedMode,
      environmentVariables: build.environment.variables,
    },
    serviceRole: build.serviceRole,
    timeoutInMinutes: build.timeoutInMinutes,
    queuedTimeoutInMinutes: build.queuedTimeoutInMinutes,
    initiator: 'moorage',
    logs: logsOf(build, context),
    ...(build.endedAt === null ? {} : { exportedEnvironmentVariables: build.exported }),
  };
}

/** Nothing is written before the container is provisioned, and the stream has no name until then. */
export function logsOf({ logGroup, logStream, phases }: Build, context: Context) {
  const begun = phases.some(({ type }) => type === 'DOWNLOAD_SOURCE');
  const console = `https://console.aws.amazon.com/cloudwatch/home?region=${context.region}#logsV2:log-groups/log-group/${encodeURIComponent(logGroup)}`;
  const arn = `arn:${context.partition}:logs:${context.region}:${context.account}:log-group:${logGroup}`;
  return {
    ...(begun ? { groupName: logGroup, streamName: logStream } : {}),
    deepLink: begun ? `${console}/log-events/${encodeURIComponent(logStream)}` : console,
    cloudWatchLogsArn: begun ? `${arn}:log-stream:${logStream}` : `${arn}:log-stream:\${DEFAULT}`,
    cloudWatchLogs: { status: 'ENABLED', groupName: logGroup },
  };
}

const describePhase = ({ type, status, startedAt, endedAt, contexts }: Phase) => ({
  phaseType: type,
  startTime: new Date(startedAt),
  ...(status ? { phaseStatus: status } : {}),
  ...(endedAt === null
    ? {}
    : { endTime: new Date(endedAt), durationInSeconds: Math.round((endedAt - startedAt) / 1000), contexts }),
});
