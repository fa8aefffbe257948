import { describe, expect, it } from 'vitest';
import { match } from '../../../domain/diagnosis/match.ts';
import { outputSignatures } from '../../../domain/diagnosis/output-signatures.ts';
import type { Signature } from '../../../domain/diagnosis/signature.ts';
import { buildSignatures, planSignatures, stackSignatures, taskSignatures } from '../../../domain/diagnosis/signatures.ts';

type Samples = readonly (readonly [code: string, text: string])[];

/** Texts of the ECS guide: “Stopped tasks error messages”, “CannotPullContainer task errors”. */
const ofTasks: Samples = [
  [
    'IMAGE_ARCHITECTURE_MISMATCH',
    "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'",
  ],
  ['IMAGE_ARCHITECTURE_MISMATCH', 'exec /docker-entrypoint.sh: exec format error'],
  [
    'DOCKER_HUB_RATE_LIMIT',
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/nginx:1.27: unexpected status code: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
  ],
  [
    'IMAGE_NOT_FOUND',
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/nginx:nope: docker.io/library/nginx:nope: not found',
  ],
  [
    'IMAGE_NOT_FOUND',
    'CannotPullContainerError: Error response from daemon: pull access denied for acme/app, repository does not exist or may require docker login',
  ],
  ['IMAGE_NOT_FOUND', 'CannotPullContainerError: API error (404): manifest unknown'],
  [
    'IMAGE_PULL_FAILED',
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/nginx:1.27: unexpected status from HEAD request to https://registry-1.docker.io/v2/library/nginx/manifests/1.27: 503 Service Unavailable',
  ],
  [
    'IMAGE_PULL_FAILED',
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ghcr.io/acme/app:1: failed to do request: Head "https://ghcr.io/v2/acme/app/manifests/1": read tcp 10.0.1.5:41234->140.82.121.34:443: read: connection reset by peer',
  ],
  ['IMAGE_PULL_FAILED', 'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref'],
  [
    'REGISTRY_UNREACHABLE',
    'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration.',
  ],
  [
    'REGISTRY_UNREACHABLE',
    'CannotPullContainerError: Error response from daemon: Get "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/": net/http: request canceled while waiting for connection',
  ],
  [
    'REGISTRY_UNREACHABLE',
    'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: dial tcp 52.216.1.1:443: i/o timeout',
  ],
  [
    'LOG_GROUP_MISSING',
    'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch.',
  ],
  [
    'LOG_GROUP_MISSING',
    'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
  ],
  [
    'ROLE_NOT_ASSUMABLE',
    "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/moorage/task' that was provided for this task.",
  ],
  ['HEALTH_CHECK_FAILED', 'Task failed container health checks\nweb exit code: 137'],
  [
    'HEALTH_CHECK_FAILED',
    'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/x)',
  ],
  ['OUT_OF_MEMORY', 'OutOfMemoryError: Container killed due to memory usage'],
  ['OUT_OF_MEMORY', 'Essential container in task exited\nweb exit code: 137'],
  ['CONTAINER_EXITED', 'Essential container in task exited\nweb exit code: 1'],
  ['CAPACITY_UNAVAILABLE', 'Capacity is unavailable at this time. Please try again later or in a different availability zone'],
  ['CAPACITY_UNAVAILABLE', 'You’ve reached the limit on the number of vCPUs you can run concurrently'],
  ['CAPACITY_UNAVAILABLE', 'RESOURCE:FARGATE'],
];

/** What the kernel's exec says through the container runtime. */
const ofOutput: Samples = [['IMAGE_ARCHITECTURE_MISMATCH', 'starting\nexec /docker-entrypoint.sh: exec format error']];

/** What the planner says itself. */
const ofPlans: Samples = [
  ['UPLOAD_MISSING', 'UPLOAD_MISSING: the build api names sha256:ab'],
  ['QUOTA_VPC', 'QUOTA_VPC: 5 of 5 “VPCs per Region” are in use, this needs 1 more'],
  ['QUOTA_ELASTIC_IP', 'QUOTA_ELASTIC_IP: 5 of 5 “EC2-VPC Elastic IPs” are in use, this needs 1 more'],
  [
    'QUOTA_NAT_GATEWAY',
    'QUOTA_NAT_GATEWAY: 5 of 5 “NAT gateways per Availability Zone” are in use in euw1-az1, this needs 1 more',
  ],
  ['QUOTA_GATEWAY_ENDPOINT', 'QUOTA_GATEWAY_ENDPOINT: 20 of 20 “Gateway VPC endpoints per Region” are in use, this needs 1 more'],
];

/** Texts of Docker, BuildKit and the CodeBuild troubleshooting guide. */
const ofBuilds: Samples = [
  [
    'DOCKER_HUB_CREDENTIALS',
    'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
  ],
  [
    'DOCKER_HUB_SECRET_UNREADABLE',
    'Secrets Manager Error Message: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/x is not authorized to perform: secretsmanager:GetSecretValue',
  ],
  ['DOCKER_HUB_SECRET_UNREADABLE', "ResourceNotFoundException: Secrets Manager can't find the specified secret."],
  [
    'DOCKER_HUB_RATE_LIMIT',
    'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
  ],
  ['IMAGE_ARCHITECTURE_UNAVAILABLE', 'no matching manifest for linux/arm64/v8 in the manifest list entries'],
  ['IMAGE_ARCHITECTURE_UNAVAILABLE', 'the image is for linux/amd64, the service runs on linux/arm64'],
  ['IMAGE_NOT_FOUND', 'Error response from daemon: manifest for nginx:nope not found: manifest unknown: manifest unknown'],
  [
    'IMAGE_NOT_FOUND',
    'ERROR: failed to solve: nginx:nope: failed to resolve source metadata for docker.io/library/nginx:nope: docker.io/library/nginx:nope: not found',
  ],
  ['SOURCE_REF_UNKNOWN', "fatal: couldn't find remote ref nope"],
  ['SOURCE_REF_UNKNOWN', `fatal: remote error: upload-pack: not our ref ${'a'.repeat(40)}`],
  ['SOURCE_REPOSITORY_UNREADABLE', "fatal: could not read Username for 'https://github.com': terminal prompts disabled"],
  [
    'SOURCE_REPOSITORY_UNREADABLE',
    "fatal: unable to access 'https://codeconnections.eu-west-1.amazonaws.com/git-http/x/': The requested URL returned error: 403",
  ],
  ['SOURCE_ZIP_MISSING', 'fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden'],
  [
    'SOURCE_ZIP_MISSING',
    'An error occurred (NoSuchVersion) when calling the GetObject operation: The specified version does not exist.',
  ],
  ['SOURCE_ZIP_INVALID', 'source.zip\n  End-of-central-directory signature not found.  Either this file is not\n  a zipfile'],
  ['SOURCE_PATH_INVALID', 'the path out/etc leads out of the source'],
  ['SOURCE_PATH_INVALID', 'the source has no folder apps/web'],
  ['DOCKERFILE_INVALID', 'ERROR: failed to solve: dockerfile parse error on line 1: unknown instruction: FORM'],
  ['DOCKERFILE_STEP_FAILED', 'ERROR: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1'],
  ['BUILD_QUEUE_FULL', 'QUEUED TIMED_OUT: Build timed out'],
  ['BUILD_TIMED_OUT', 'BUILD TIMED_OUT: Build timed out'],
  [
    'BUILD_ROLE_REFUSED',
    'denied: User: arn:aws:sts::111122223333:assumed-role/x is not authorized to perform: ecr:InitiateLayerUpload',
  ],
];

/** Reasons of CloudFormation's stack events. */
const ofStacks: Samples = [
  ['QUOTA_ELASTIC_IP', 'The maximum number of addresses has been reached. (Service: Ec2, Status Code: 400, Request ID: x)'],
  ['QUOTA_VPC', 'The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400, Request ID: x)'],
  ['QUOTA_NAT_GATEWAY', 'Performing this operation would exceed the limit of 5 NAT gateways (Service: Ec2, Status Code: 400)'],
  ['QUOTA_GATEWAY_ENDPOINT', 'The maximum number of VPC endpoints has been reached. (Service: Ec2, Status Code: 400)'],
  ['DEPLOYMENT_CIRCUIT_BREAKER', "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'."],
  [
    'ACCESS_DENIED',
    'User: arn:aws:sts::111122223333:assumed-role/moorage-stack-role/x is not authorized to perform: ec2:CreateVpc on resource: *',
  ],
];

const tables: readonly [string, readonly Signature[], Samples][] = [
  ['tasks', taskSignatures, ofTasks],
  ['output', outputSignatures, ofOutput],
  ['builds', buildSignatures, ofBuilds],
  ['plans', planSignatures, ofPlans],
  ['stacks', stackSignatures, ofStacks],
];

describe.each(tables)('the diagnosis of %s', (_name, signatures, samples) => {
  it.each(samples)('%s: %s', (code, text) => {
    expect(match(signatures, 'service web', [text])?.code).toBe(code);
  });

  it('has a documented text for every row, each row once', () => {
    expect(signatures.map(({ code }) => code).sort()).toEqual([...new Set(samples.map(([code]) => code))].sort());
  });

  it('knows nothing of what it was not told, and keeps no place between two texts', () => {
    expect(match(signatures, 'service web', ['all is well'])).toBeUndefined();
    for (const { pattern } of signatures) expect(pattern.flags).not.toMatch(/[gy]/);
  });

  it('says sentences that name what failed, with a remedy, and fails fast only where trying again is no use', () => {
    for (const { code, sentence, remedy, terminal, failFast } of signatures) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(sentence).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
      if (failFast) expect(terminal).toBe(true);
    }
    for (const [, text] of samples) expect(match(signatures, 'service web', [text])?.sentence).not.toMatch(/[{}$]/);
  });
});

describe('a text that a wider row could take for its own goes to', () => {
  it.each([
    [
      'REGISTRY_UNREACHABLE',
      taskSignatures,
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref public.ecr.aws/nginx/nginx:1: failed to do request: Head "https://public.ecr.aws/v2/": dial tcp 75.2.101.78:443: i/o timeout',
    ],
    [
      'DOCKERFILE_STEP_FAILED',
      buildSignatures,
      '/bin/sh: npn: not found\nERROR: failed to solve: process "/bin/sh -c npn ci" did not complete successfully: exit code: 127',
    ],
    [
      'DOCKERFILE_STEP_FAILED',
      buildSignatures,
      'ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref moby::x: "/package.json": not found',
    ],
    ['ACCESS_DENIED', stackSignatures, 'API: ec2:AllocateAddress You are not authorized to perform this operation.'],
    [
      'LOG_GROUP_MISSING',
      taskSignatures,
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
    ],
  ] as const)('%s', (code, signatures, text) => {
    expect(match(signatures, 'service web', [text])?.code).toBe(code);
  });
});

it('a registry that does not answer well is no image that is missing: what it gave once it may give again', () => {
  for (const [code, text] of ofTasks) {
    if (code !== 'IMAGE_PULL_FAILED') continue;
    expect(match(taskSignatures, 'service web', [text])).toMatchObject({ terminal: false, failFast: false });
  }
});
