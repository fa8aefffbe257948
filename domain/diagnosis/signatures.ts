import { quotaSignatures } from '../quota/quotas.ts';
import { copiedImage } from './copied-image.ts';
import { longerStart } from './longer-start.ts';
import { moreMemory } from './more-memory.ts';
import { otherArchitecture } from './other-architecture.ts';
import type { Signature } from './signature.ts';

// The diagnosis table: every failure we can name, declared once. The first row that matches wins, so the particular stands
// before the general. Patterns are AWS's documented texts (facts of the ECS, CodeBuild and CloudFormation guides).

/** What ECS says of a task that ended. */
export const taskSignatures: readonly Signature[] = [
  {
    code: 'IMAGE_ARCHITECTURE_MISMATCH',
    pattern: /does not contain descriptor matching platform '([^']+)'|exec format error/i,
    sentence: 'The image of {subject} is built for another CPU architecture than its tasks.',
    remedy: 'Set `architecture` of the service to that of the image, or build the image for it.',
    mend: otherArchitecture,
    terminal: true,
    failFast: true,
  },
  {
    code: 'DOCKER_HUB_RATE_LIMIT',
    pattern: /toomanyrequests/i,
    sentence: 'Docker Hub refused the pull for {subject}: the rate limit of this address is used up.',
    remedy: 'Leave `mirror` on and set `dockerHubSecret`, so that the image is pulled once, with an account.',
    mend: copiedImage,
    terminal: false,
  },
  {
    code: 'REGISTRY_UNREACHABLE',
    pattern:
      /cannot pull registry authentication|unable to pull secrets or registry auth|request canceled while waiting for connection|CannotPullContainer.*(?:i\/o timeout|Context canceled|TLS handshake timeout)/i,
    sentence: 'Tasks of {subject} have no network path to the registry.',
    remedy: 'Check the route of the private subnets to the NAT gateway, and the security group’s egress on 443.',
    terminal: false,
  },
  {
    code: 'IMAGE_NOT_FOUND',
    pattern:
      /failed to resolve ref .*: not found|manifest unknown|name unknown|pull access denied|not found.*image|image.*not found/i,
    sentence: 'The image of {subject} does not exist in its registry.',
    remedy: 'Check the image reference; rebuild if its digest was deleted.',
    terminal: true,
    failFast: true,
  },
  {
    code: 'IMAGE_PULL_FAILED',
    // Fargate cuts long texts off, so that what the registry has answered may be missing.
    pattern: /CannotPull\w*Error|failed to resolve ref|failed to copy/i,
    sentence: 'The registry did not give tasks of {subject} their image.',
    remedy:
      'The evidence has its answer, as far as ECS shows it. Send the request again; if it stays, check the image reference.',
    terminal: false,
  },
  {
    code: 'LOG_GROUP_MISSING',
    pattern:
      /failed to initialize logging driver|cannot find the Amazon CloudWatch log group|failed to create Cloudwatch log stream/i,
    sentence: 'Tasks of {subject} cannot write to their log group.',
    remedy: 'Somebody deleted the log group, or the logs API cannot be reached; a new PUT of the spec makes it again.',
    terminal: false,
  },
  {
    code: 'ROLE_NOT_ASSUMABLE',
    pattern: /unable to assume the role/i,
    sentence: 'ECS could not assume the role of {subject}.',
    remedy: 'Roles need some seconds to be known everywhere; if it stays, compare the role’s trust policy.',
    terminal: false,
  },
  {
    code: 'HEALTH_CHECK_FAILED',
    // Before the exit codes: what is stopped for its health ends with one too, 137 when it does not heed SIGTERM.
    pattern: /failed (?:ELB|container) health checks/i,
    sentence: 'The health check of {subject} fails, so ECS stops its tasks.',
    remedy: 'Give it longer to start, `healthCheck.startSeconds`; if that does not help, its command fails inside the container.',
    mend: longerStart,
    terminal: false,
  },
  {
    code: 'OUT_OF_MEMORY',
    pattern: /OutOfMemoryError|exit(?:ed with)? code:? 137/i,
    sentence: 'The container of {subject} was killed because it ran out of memory.',
    remedy: 'Raise `memory` of the service.',
    mend: moreMemory,
    terminal: false,
  },
  {
    code: 'CONTAINER_EXITED',
    pattern: /Essential container in task exited|exit code:? (\d+)/i,
    sentence: 'The container of {subject} exits right after it starts.',
    remedy: 'Read its last log lines in the evidence; check `command`, `variables` and the image’s own configuration.',
    terminal: false,
  },
  {
    code: 'CAPACITY_UNAVAILABLE',
    pattern: /RESOURCE:FARGATE|Capacity is unavailable|limit on the number of vCPUs/i,
    sentence: 'Fargate has no room for {subject} now, or the account’s vCPU quota is used up.',
    remedy: 'Ask for a higher Fargate vCPU quota, or try again later.',
    terminal: false,
  },
];

export const buildSignatures: readonly Signature[] = [
  {
    code: 'DOCKER_HUB_CREDENTIALS',
    pattern: /incorrect username or password|unauthorized: authentication required/i,
    sentence: 'Docker Hub does not accept the credentials in `dockerHubSecret`.',
    remedy: 'Put a user name and a valid access token into the secret’s keys `username` and `password`.',
    terminal: true,
  },
  {
    code: 'DOCKER_HUB_SECRET_UNREADABLE',
    pattern: /Secrets Manager (?:Error|can't)|secret.*(?:ResourceNotFoundException|AccessDenied)/i,
    sentence: 'CodeBuild could not read `dockerHubSecret`.',
    remedy: 'Check the ARN, and that the secret has the JSON keys `username` and `password`.',
    terminal: true,
  },
  {
    code: 'DOCKER_HUB_RATE_LIMIT',
    pattern: /toomanyrequests/i,
    sentence: 'Docker Hub refused the pull of {subject}: the rate limit of the build’s address is used up.',
    remedy: 'Set `dockerHubSecret`; pulls with an account have their own limit.',
    terminal: false,
  },
  {
    code: 'IMAGE_ARCHITECTURE_UNAVAILABLE',
    pattern: /no matching manifest for ([\w/]+)|the image is for [\w/]+, the service runs on ([\w/]+)/i,
    sentence: 'Docker found no image for {subject} on the service’s CPU architecture ($1).',
    remedy: 'Set `architecture` to one the image is published for, or choose another image.',
    mend: otherArchitecture,
    terminal: true,
  },
  {
    code: 'IMAGE_NOT_FOUND',
    pattern:
      /manifest (?:for \S+ not found|unknown)|pull access denied|repository does not exist|failed to resolve source metadata.*: not found/i,
    sentence: 'Docker found no image for {subject}: it does not exist, or may not be read.',
    remedy: 'Check name and tag of the image; for a private one set `dockerHubSecret`.',
    terminal: true,
  },
  {
    code: 'SOURCE_REF_UNKNOWN',
    pattern: /couldn't find remote ref \S|upload-pack: not our ref|unadvertised object/,
    sentence: 'The repository of {subject} has no such branch, tag or commit.',
    remedy: 'Check `ref`; a commit is its full hash, and has to be on the server.',
    terminal: true,
  },
  {
    code: 'SOURCE_REPOSITORY_UNREADABLE',
    pattern:
      /^fatal: (?:could not read Username for|unable to access|repository .* not found|transport .* not allowed|Authentication failed)/im,
    sentence: 'The repository of {subject} does not exist, or may not be read.',
    remedy: 'Check its URL; a private one needs a `connection`, whose provider has to have access to it.',
    terminal: true,
  },
  {
    code: 'SOURCE_ZIP_MISSING',
    pattern:
      /\((?:403|404|AccessDenied|NoSuchKey|NoSuchVersion|NoSuchBucket|Forbidden)\) when calling the (?:HeadObject|GetObject) operation/,
    sentence: 'The zip of {subject} is not in its bucket, or may not be read.',
    remedy: 'Check bucket, key and version, and that its bucket lets the build’s role read it.',
    terminal: true,
  },
  {
    code: 'SOURCE_ZIP_INVALID',
    pattern: /End-of-central-directory signature not found|checkdir error|stripped absolute path spec|unzip: +cannot find/,
    sentence: 'The source of {subject} is no zip that can be unpacked.',
    remedy: 'Zip the folder anew, with the Dockerfile at its root; what unzip says is in the evidence.',
    terminal: true,
  },
  {
    code: 'SOURCE_PATH_INVALID',
    // Whole lines, without what a shell fills in: the log repeats the commands too.
    pattern: /^[^$"\n]+ leads out of the (?:source|context)$|^the source has no folder [^$"\n]+$/m,
    sentence: 'Path or Dockerfile of {subject} is not inside its source.',
    remedy: 'Set `path` to a folder of the source and `dockerfile` to a file in it; symlinks may not lead out.',
    terminal: true,
  },
  {
    code: 'DOCKERFILE_INVALID',
    pattern: /dockerfile parse error|failed to read dockerfile|unknown instruction/i,
    sentence: 'The Dockerfile of {subject} cannot be read.',
    remedy: 'Mend the Dockerfile; the line is in the evidence.',
    terminal: true,
  },
  {
    code: 'DOCKERFILE_STEP_FAILED',
    pattern: /failed to solve|failed to compute cache key|returned a non-zero code/i,
    sentence: 'A step of the Dockerfile of {subject} failed.',
    remedy: 'The step and its output are in the evidence.',
    terminal: true,
  },
  {
    code: 'BUILD_QUEUE_FULL',
    pattern: /^QUEUED (?:TIMED_OUT|FAILED|FAULT)/m,
    sentence: 'CodeBuild had no free slot for the build of {subject} in time.',
    remedy: 'Try again when fewer builds run, or ask for a higher CodeBuild quota “concurrently running builds”.',
    terminal: false,
  },
  {
    code: 'BUILD_TIMED_OUT',
    pattern: /TIMED_OUT|timed out/i,
    sentence: 'The build of {subject} took too long.',
    remedy: 'Make the build smaller; slow downloads are the usual cause.',
    terminal: false,
  },
  {
    code: 'BUILD_ROLE_REFUSED',
    pattern: /not authorized to perform/i,
    sentence: 'The build of {subject} was refused something its role does not allow.',
    remedy: 'The action is in the evidence.',
    terminal: true,
  },
];

/** What the planner refused, by what it says. */
export const planSignatures: readonly Signature[] = [
  {
    code: 'UPLOAD_MISSING',
    pattern: /^UPLOAD_MISSING: /,
    sentence: 'A build names an upload that is not there: it was never sent, or was not used within a day.',
    remedy: 'Send the zip again with POST /uploads, then repeat the request.',
    terminal: true,
  },
  ...quotaSignatures,
];

export const stackSignatures: readonly Signature[] = [
  ...quotaSignatures,
  {
    code: 'DEPLOYMENT_CIRCUIT_BREAKER',
    pattern: /ECS Deployment Circuit Breaker was triggered/i,
    sentence: 'ECS gave up on {subject}: its tasks did not stay up.',
    remedy: 'The stopped tasks in the evidence say why.',
    terminal: true,
  },
  {
    code: 'ACCESS_DENIED',
    pattern: /not authorized to perform/i,
    sentence: 'AWS refuses what {subject} needs: a role of the control plane lacks a right.',
    remedy: 'The evidence has the action, and the role where AWS names it; an operator has to extend that role.',
    terminal: true,
  },
];
