import { Agent } from 'node:https';
import type { Connect } from '../../cloud/connect.ts';
import { account, region, secretKey } from './owner.ts';
import type { Ministack } from './start-ministack.ts';

/** Clients of the account's root: who deploys, and who looks at what stands. */
export function connectToMinistack({ endpoint, certificate }: Pick<Ministack, 'endpoint' | 'certificate'>): Connect {
  const requestHandler = { httpsAgent: new Agent({ ca: certificate, keepAlive: true }) };
  const credentials = { accessKeyId: account, secretAccessKey: secretKey };
  return (Client) => new Client({ endpoint, region, credentials, requestHandler });
}
