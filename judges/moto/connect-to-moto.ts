import type { Connect } from '../../cloud/connect.ts';

/** Clients that ask moto itself, past every stand-in. */
export function connectToMoto(endpoint: string, region = motoRegion): Connect {
  return (Client) =>
    new Client({
      endpoint,
      region,
      credentials: { accessKeyId: 'AKIAJUDGE', secretAccessKey: 'judge' },
    });
}

/** moto's default account. */
export const motoAccount = '123456789012';
export const motoRegion = 'eu-west-1';
