import type { Region } from '../simulator/region.ts';
import type { SecretsManagerState } from '../simulator/secrets-manager/secrets-manager.ts';

/** Puts a secret where a person would have put it before: under an ARN the examples can name. */
export function seedSecret(region: Region, arn: string, value: object): void {
  const { secrets } = region.context.state<SecretsManagerState>('SecretsManager');
  const name = arn.split(':secret:')[1]?.replace(/-\w{6}$/, '') ?? arn;
  const at = region.context.now();
  secrets[arn] ??= {
    arn,
    name,
    description: '',
    tags: { 'moorage:offered-to': '*' },
    wasTagged: true,
    versions: [
      { id: 'EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE', stages: ['AWSCURRENT'], text: JSON.stringify(value), createdAt: at },
    ],
    createdAt: at,
    changedAt: at,
    deletedAt: null,
  };
}
