import type { Progress, ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import type { EcrState } from './ecr-state.ts';

/** Schema: aws-ecr-repository.json of the CloudFormation registry. */
export const repositoryType: ResourceType = {
  type: 'AWS::ECR::Repository',
  createOnly: ['RepositoryName', 'EncryptionConfiguration'],
  create(request, context) {
    const name = String(request.properties.RepositoryName ?? generatedName(request, context));
    const { EncryptionConfiguration } = request.properties as { EncryptionConfiguration?: Record<string, string> };
    const { EncryptionType: encryptionType = 'AES256', KmsKey: kmsKey } = EncryptionConfiguration ?? {};
    const made = attempt(() => {
      context.call('ECR', 'CreateRepository', { repositoryName: name, encryptionConfiguration: { encryptionType, kmsKey } });
      apply(name, request, context);
    });
    return made ?? { state: 'BUSY', physicalId: name, askAgainInSeconds: context.between(1, 2) };
  },
  update(request, context) {
    const name = request.physicalId ?? '';
    return attempt(() => apply(name, request, context)) ?? done(name, context);
  },
  delete(request, context) {
    const name = request.physicalId ?? '';
    const force = String(request.properties.EmptyOnDelete) === 'true';
    const gone = attempt(() => context.call('ECR', 'DeleteRepository', { repositoryName: name, force }));
    if (gone?.state === 'FAILED' && gone.handlerErrorCode !== 'NotFound') return { ...gone, physicalId: name };
    return { state: 'DONE', physicalId: name };
  },
  check: (request, context) => done(request.physicalId ?? '', context),
};

function apply(name: string, { properties, tags }: ResourceRequest, context: Context): void {
  const repository = context.state<EcrState>('ECR').repositories[name];
  if (!repository) throw new Error(`the repository ${name} has been deleted`);
  const given = properties as {
    ImageTagMutability?: string;
    ImageTagMutabilityExclusionFilters?: Record<string, string>[];
    ImageScanningConfiguration?: { ScanOnPush?: unknown };
    LifecyclePolicy?: { LifecyclePolicyText?: string };
  };
  repository.mutability = given.ImageTagMutability ?? 'MUTABLE';
  repository.exclusionFilters = (given.ImageTagMutabilityExclusionFilters ?? []).map((filter) => ({
    filterType: filter.ImageTagMutabilityExclusionFilterType ?? '',
    filter: filter.ImageTagMutabilityExclusionFilterValue ?? '',
  }));
  repository.scanOnPush = String(given.ImageScanningConfiguration?.ScanOnPush) === 'true';
  repository.lifecyclePolicy = given.LifecyclePolicy?.LifecyclePolicyText ?? null;
  repository.tags = { ...tags };
}

function done(name: string, context: Context): Progress {
  const repository = context.state<EcrState>('ECR').repositories[name];
  if (!repository) return { state: 'FAILED', reason: `The repository ${name} was not found`, handlerErrorCode: 'NotFound' };
  return { state: 'DONE', physicalId: name, attributes: { Arn: repository.arn, RepositoryUri: repository.uri } };
}

/** Turns ECR's refusal into the handler's; undefined when there was none. */
function attempt(work: () => unknown): (Progress & { state: 'FAILED' }) | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    const codes: Readonly<Record<string, string>> = {
      RepositoryAlreadyExistsException: 'AlreadyExists',
      RepositoryNotFoundException: 'NotFound',
      InvalidParameterException: 'InvalidRequest',
    };
    return { state: 'FAILED', reason: message, handlerErrorCode: codes[name] ?? 'GeneralServiceException' };
  }
}

const generatedName = ({ stackName, logicalId }: ResourceRequest, context: Context) =>
  `${stackName}-${logicalId}-${context.id(12)}`.toLowerCase();
