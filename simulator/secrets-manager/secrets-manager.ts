import type {
  CreateSecretRequest,
  DeleteSecretRequest,
  GetSecretValueRequest,
  PutSecretValueRequest,
  Tag,
} from '@aws-sdk/client-secrets-manager';
import { awsError } from '../aws-error.ts';
import type { Context, Service } from '../service.ts';

export interface SecretsManagerState {
  secrets: Record<string, Secret>;
}

export interface Secret {
  arn: string;
  name: string;
  description: string;
  tags: Record<string, string>;
  /** What was tagged once is still known to the Tagging API. */
  wasTagged: boolean;
  versions: { id: string; stages: string[]; text: string; createdAt: number }[];
  createdAt: number;
  changedAt: number;
  /** Set while the secret waits for its deletion; reading it is then an error of its own. */
  deletedAt: number | null;
}

/** An ARN ends in six random characters the name does not have, so a name re-used is another secret. */
export const secretsManager: Service = {
  name: 'SecretsManager',
  empty: (): SecretsManagerState => ({ secrets: {} }),
  timers: {
    purge({ arn, at }: { arn: string; at: number }, context) {
      const { secrets } = context.state<SecretsManagerState>('SecretsManager');
      if (secrets[arn]?.deletedAt === at) delete secrets[arn];
    },
  },
  operations: {
    CreateSecret(input: CreateSecretRequest & { Name: string }, context) {
      const { secrets } = context.state<SecretsManagerState>('SecretsManager');
      const same = Object.values(secrets).find((one) => one.name === input.Name);
      if (same?.deletedAt)
        throw awsError(
          'InvalidRequestException',
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
        );
      if (same)
        throw awsError('ResourceExistsException', `The operation failed because the secret ${input.Name} already exists.`);
      const arn = `arn:${context.partition}:secretsmanager:${context.region}:${context.account}:secret:${input.Name}-${context.id(6, alphanumeric)}`;
      const secret: Secret = {
        arn,
        name: input.Name,
        description: input.Description ?? '',
        tags: recordOf(input.Tags),
        wasTagged: (input.Tags?.length ?? 0) > 0,
        versions: [],
        createdAt: context.now(),
        changedAt: context.now(),
        deletedAt: null,
      };
      secrets[arn] = secret;
      if (input.SecretString === undefined) return { ARN: arn, Name: secret.name };
      return {
        ARN: arn,
        Name: secret.name,
        VersionId: addVersion(secret, input.SecretString, input.ClientRequestToken, context),
      };
    },
    PutSecretValue(input: PutSecretValueRequest & { SecretId: string }, context) {
      const secret = find(input.SecretId, context);
      refuseDeleted(secret);
      const version = addVersion(secret, input.SecretString ?? '', input.ClientRequestToken, context);
      return { ARN: secret.arn, Name: secret.name, VersionId: version, VersionStages: ['AWSCURRENT'] };
    },
    DescribeSecret(input: { SecretId: string }, context) {
      const secret = find(input.SecretId, context);
      return {
        ARN: secret.arn,
        Name: secret.name,
        Description: secret.description,
        Tags: Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value })),
        CreatedDate: new Date(secret.createdAt),
        LastChangedDate: new Date(secret.changedAt),
        ...(secret.deletedAt ? { DeletedDate: new Date(secret.deletedAt) } : {}),
        VersionIdsToStages: Object.fromEntries(secret.versions.map(({ id, stages }) => [id, stages])),
      };
    },
    GetSecretValue(input: GetSecretValueRequest & { SecretId: string }, context) {
      const secret = find(input.SecretId, context);
      refuseDeleted(secret);
      const stage = input.VersionStage ?? (input.VersionId ? undefined : 'AWSCURRENT');
      const version = secret.versions.find(
        ({ id, stages }) => (!input.VersionId || id === input.VersionId) && (!stage || stages.includes(stage)),
      );
      if (!version) {
        const wanted = input.VersionId ? `VersionId: ${input.VersionId}` : `staging label: ${stage}`;
        throw notFound(`Secrets Manager can't find the specified secret value for ${wanted}`);
      }
      return {
        ARN: secret.arn,
        Name: secret.name,
        SecretString: version.text,
        VersionId: version.id,
        VersionStages: version.stages,
        CreatedDate: new Date(version.createdAt),
      };
    },
    DeleteSecret(input: DeleteSecretRequest & { SecretId: string }, context) {
      const { secrets } = context.state<SecretsManagerState>('SecretsManager');
      const secret = find(input.SecretId, context);
      refuseDeleted(secret);
      const days = input.ForceDeleteWithoutRecovery ? 0 : (input.RecoveryWindowInDays ?? 30);
      secret.deletedAt = context.now() + days * 86_400_000;
      if (days === 0) delete secrets[secret.arn];
      else context.after(days * 86_400, 'SecretsManager', 'purge', { arn: secret.arn, at: secret.deletedAt });
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(secret.deletedAt) };
    },
    TagResource(input: { SecretId: string; Tags: Tag[] }, context) {
      const secret = find(input.SecretId, context);
      refuseDeleted(secret);
      Object.assign(secret.tags, recordOf(input.Tags));
      secret.wasTagged ||= input.Tags.length > 0;
      return {};
    },
    UntagResource(input: { SecretId: string; TagKeys: string[] }, context) {
      const secret = find(input.SecretId, context);
      refuseDeleted(secret);
      for (const key of input.TagKeys) delete secret.tags[key];
      return {};
    },
  },
};

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** By name, by ARN, or by ARN without its six characters, as the API accepts a SecretId. */
function find(id: string, context: Context): Secret {
  const { secrets } = context.state<SecretsManagerState>('SecretsManager');
  const found =
    secrets[id] ?? Object.values(secrets).find(({ name, arn }) => name === id || arn.replace(/-[A-Za-z0-9]{6}$/, '') === id);
  if (!found) throw notFound("Secrets Manager can't find the specified secret.");
  return found;
}

const notFound = (text: string) => awsError('ResourceNotFoundException', text);

function refuseDeleted(secret: Secret): void {
  if (secret.deletedAt)
    throw awsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
}

/** The newest version takes AWSCURRENT, the one before keeps AWSPREVIOUS, older ones lose their label. */
function addVersion(secret: Secret, text: string, token: string | undefined, context: Context): string {
  const id = token ?? context.uuid();
  const same = secret.versions.find((version) => version.id === id);
  if (same && same.text === text) return id;
  if (same)
    throw awsError(
      'ResourceExistsException',
      `The operation failed because the requested version ${id} already exists with different contents.`,
    );
  for (const version of secret.versions) version.stages = version.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [];
  secret.versions.push({ id, stages: ['AWSCURRENT'], text, createdAt: context.now() });
  secret.changedAt = context.now();
  return id;
}

const recordOf = (tags: readonly Tag[] = []) => Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
