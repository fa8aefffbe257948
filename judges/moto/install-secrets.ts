import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Connect } from '../../cloud/connect.ts';

const values = {
  dockerhub: { username: 'judge', password: 'judge' },
  'shop-db': { password: 'judge' },
};

/** The secrets the examples name, offered to everybody. Answers with their ARNs, whose last letters Secrets Manager draws. */
export async function installSecrets(moto: Connect): Promise<Readonly<Record<string, string>>> {
  const arns: Record<string, string> = {};
  for (const [Name, value] of Object.entries(values)) {
    const Tags = [{ Key: 'moorage:offered-to', Value: '*' }];
    const made = await moto(SecretsManagerClient).send(
      new CreateSecretCommand({ Name, SecretString: JSON.stringify(value), Tags }),
    );
    arns[Name] = made.ARN ?? '';
  }
  return arns;
}
