import { describe, expect, test } from 'vitest';
import type { Progress, ResourceRequest } from '../../../simulator/cloudformation/resource-type.ts';
import { containerResourceTypes } from '../../../simulator/ecs/container-resource-types.ts';
import { ask, makeWorld, pass, readService } from './container-world.ts';

type World = ReturnType<typeof makeWorld>;
const request = (properties: object, more: Partial<ResourceRequest> = {}): ResourceRequest => ({
  stackName: 'Stack-A',
  stackId: 'arn:stack',
  logicalId: 'Thing',
  properties: properties as Record<string, unknown>,
  tags: { owner: 'me' },
  ...more,
});
const typeOf = (name: string) => {
  const found = containerResourceTypes.find(({ type }) => type === name);
  if (!found) throw new Error(name);
  return found;
};

/** Asks again as CloudFormation does until the handler has come to an end. */
function work(region: World, name: string, operation: 'CREATE' | 'UPDATE' | 'DELETE', given: ResourceRequest): Progress {
  const type = typeOf(name);
  const begin = { CREATE: type.create, UPDATE: type.update, DELETE: type.delete }[operation];
  let progress = begin(given, region.context);
  while (progress.state === 'BUSY') {
    pass(region, progress.askAgainInSeconds);
    const { physicalId, memory } = progress;
    progress = type.check(
      { ...given, operation, ...(physicalId ? { physicalId } : {}), ...(memory ? { memory } : {}) },
      region.context,
    );
  }
  return progress;
}

const definition = (Image: string) => ({
  Cpu: 256,
  Memory: '512',
  NetworkMode: 'awsvpc',
  RequiresCompatibilities: ['FARGATE'],
  ExecutionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  ContainerDefinitions: [
    {
      Name: 'app',
      Image,
      Essential: 'true',
      Environment: [{ Name: 'VALUE', Value: '80' }],
      LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': '/app', 'awslogs-stream-prefix': 'app' } },
    },
  ],
});
const service = (TaskDefinition: string, more: object = {}) => ({
  Cluster: 'main',
  ServiceName: 'web',
  LaunchType: 'FARGATE',
  TaskDefinition,
  DesiredCount: '1',
  DeploymentConfiguration: {
    DeploymentCircuitBreaker: { Enable: true, Rollback: true, ThresholdConfiguration: { Type: 'COUNT', Value: 2 } },
  },
  NetworkConfiguration: {
    AwsvpcConfiguration: { Subnets: ['subnet-private'], SecurityGroups: ['sg-task'], AssignPublicIp: 'DISABLED' },
  },
  ...more,
});

function withCluster() {
  const region = makeWorld();
  work(region, 'AWS::ECS::Cluster', 'CREATE', request({ ClusterName: 'main' }));
  const define = (image: string) => {
    const made = work(region, 'AWS::ECS::TaskDefinition', 'CREATE', request(definition(image)));
    return made.physicalId ?? '';
  };
  return { region, define };
}

describe('AWS::ECS::TaskDefinition', () => {
  test('generates a family of stack name and logical id, and counts revisions in it', () => {
    const { define } = withCluster();
    expect([define('nginx:1.27'), define('nginx:1.28')]).toEqual([
      'arn:aws:ecs:eu-west-1:111122223333:task-definition/StackAThing:1',
      'arn:aws:ecs:eu-west-1:111122223333:task-definition/StackAThing:2',
    ]);
  });
  test('keeps the case of log options and the text of environment values', () => {
    const { region, define } = withCluster();
    const { taskDefinition } = ask(region, 'ECS', 'DescribeTaskDefinition', { taskDefinition: define('nginx:1.27') });
    expect(taskDefinition.containerDefinitions[0]).toMatchObject({
      essential: true,
      environment: [{ name: 'VALUE', value: '80' }],
      logConfiguration: { options: { 'awslogs-group': '/app' } },
    });
  });
  test('takes secrets, health checks, dependencies and sizes of several containers', () => {
    const { region } = withCluster();
    const base = definition('nginx:1.27');
    const app = {
      ...{ Name: 'web', Image: 'nginx:1.27', Cpu: '100', Memory: '200', Secrets: [{ Name: 'X', ValueFrom: '/x' }] },
      DependsOn: [{ ContainerName: 'app', Condition: 'HEALTHY' }],
    };
    const HealthCheck = { Command: ['CMD', 'true'], Interval: '10', Retries: '2' };
    const ContainerDefinitions = [{ ...base.ContainerDefinitions[0], Cpu: '100', Memory: '200', HealthCheck }, app];
    const made = work(region, 'AWS::ECS::TaskDefinition', 'CREATE', request({ ...base, ContainerDefinitions }));
    const { taskDefinition } = ask(region, 'ECS', 'DescribeTaskDefinition', { taskDefinition: made.physicalId });
    expect(taskDefinition.containerDefinitions).toMatchObject([
      { cpu: 100, memory: 200, healthCheck: { command: ['CMD', 'true'], interval: 10, retries: 2 } },
      { secrets: [{ name: 'X', valueFrom: '/x' }], dependsOn: [{ containerName: 'app', condition: 'HEALTHY' }] },
    ]);
  });
});

describe('AWS::ECS::Service', () => {
  test('is created when its deployment is SUCCESSFUL, with the ARN as Ref and Name as attribute', () => {
    const { region, define } = withCluster();
    const made = work(region, 'AWS::ECS::Service', 'CREATE', request(service(define('nginx:1.27'))));
    expect(made).toMatchObject({
      state: 'DONE',
      physicalId: 'arn:aws:ecs:eu-west-1:111122223333:service/main/web',
      attributes: { Name: 'web' },
    });
    expect(readService(region)).toMatchObject({ runningCount: 1, tags: [{ key: 'owner', value: 'me' }] });
  });
  test('fails with the text of the circuit breaker and nothing about its tasks', () => {
    const { region, define } = withCluster();
    expect(work(region, 'AWS::ECS::Service', 'CREATE', request(service(define('acme/crashes:1'))))).toMatchObject({
      state: 'FAILED',
      physicalId: 'arn:aws:ecs:eu-west-1:111122223333:service/main/web',
      reason: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.",
      handlerErrorCode: 'GeneralServiceException',
    });
  });
  test('fails an update after ECS has rolled it back, and the rollback of the stack then finds it well', () => {
    const { region, define } = withCluster();
    const [good, bad] = [define('nginx:1.27'), define('acme/crashes:1')];
    const { physicalId = '' } = work(region, 'AWS::ECS::Service', 'CREATE', request(service(good)));
    expect(work(region, 'AWS::ECS::Service', 'UPDATE', request(service(bad), { physicalId }))).toMatchObject({ state: 'FAILED' });
    expect(readService(region).taskDefinition).toBe(good);
    expect(work(region, 'AWS::ECS::Service', 'UPDATE', request(service(good), { physicalId }))).toMatchObject({ state: 'DONE' });
  });
  test('without DesiredCount leaves the count alone', () => {
    const { region, define } = withCluster();
    const arn = define('nginx:1.27');
    const { physicalId = '' } = work(region, 'AWS::ECS::Service', 'CREATE', request(service(arn)));
    region.call('ECS', 'UpdateService', { cluster: 'main', service: 'web', desiredCount: 3 });
    pass(region, 120);
    const { DesiredCount: _count, ...rest } = service(define('nginx:1.28'));
    work(region, 'AWS::ECS::Service', 'UPDATE', request(rest, { physicalId }));
    expect(readService(region)).toMatchObject({ desiredCount: 3, runningCount: 3 });
  });
  test('starts a deployment when the nonce of ForceNewDeployment changes', () => {
    const { region, define } = withCluster();
    const arn = define('nginx:1.27');
    const { physicalId = '' } = work(region, 'AWS::ECS::Service', 'CREATE', request(service(arn)));
    const before = readService(region).deployments[0].id;
    const forced = service(arn, { ForceNewDeployment: { EnableForceNewDeployment: true, ForceNewDeploymentNonce: '2' } });
    work(region, 'AWS::ECS::Service', 'UPDATE', request(forced, { physicalId, previous: service(arn) }));
    expect(readService(region).deployments[0].id).not.toBe(before);
  });
  test('waits on for 36 hours when there is no breaker', () => {
    const { region, define } = withCluster();
    const began = region.state.now;
    const made = work(
      region,
      'AWS::ECS::Service',
      'CREATE',
      request(service(define('nginx:0.1'), { DeploymentConfiguration: {} })),
    );
    expect(made).toMatchObject({ state: 'FAILED', handlerErrorCode: 'NotStabilized' });
    expect((region.state.now - began) / 3_600_000).toBeGreaterThanOrEqual(36);
  });
  test('is deleted when its tasks have stopped', () => {
    const { region, define } = withCluster();
    const { physicalId = '' } = work(region, 'AWS::ECS::Service', 'CREATE', request(service(define('nginx:1.27'))));
    expect(work(region, 'AWS::ECS::Service', 'DELETE', request({}, { physicalId }))).toMatchObject({ state: 'DONE' });
    expect(readService(region).status).toBe('INACTIVE');
    expect(work(region, 'AWS::ECS::Cluster', 'DELETE', request({}, { physicalId: 'main' }))).toMatchObject({ state: 'DONE' });
  });
});

describe('AWS::ECR::Repository', () => {
  const make = (region: World, properties: object = {}) => work(region, 'AWS::ECR::Repository', 'CREATE', request(properties));
  test('has a lower-case generated name, and Arn and RepositoryUri', () => {
    const made = make(makeWorld());
    expect(made.physicalId).toMatch(/^stack-a-thing-[a-z0-9]{12}$/);
    expect(made).toMatchObject({
      attributes: { RepositoryUri: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${made.physicalId}` },
    });
  });
  test('is not created twice under one name', () => {
    const region = makeWorld();
    make(region, { RepositoryName: 'app' });
    expect(make(region, { RepositoryName: 'app' })).toMatchObject({ state: 'FAILED', handlerErrorCode: 'AlreadyExists' });
  });
  test('with images is deleted only with EmptyOnDelete', () => {
    const region = makeWorld();
    make(region, { RepositoryName: 'app' });
    region.call('ECR', 'PutImage', { repositoryName: 'app', imageManifest: '{}', imageTag: '1' });
    const remove = (properties: object) =>
      work(region, 'AWS::ECR::Repository', 'DELETE', request(properties, { physicalId: 'app' }));
    expect(remove({})).toMatchObject({
      state: 'FAILED',
      reason:
        "The repository with name 'app' in registry with id '111122223333' cannot be deleted because it still contains images",
    });
    expect(remove({ EmptyOnDelete: true })).toMatchObject({ state: 'DONE' });
  });
});
