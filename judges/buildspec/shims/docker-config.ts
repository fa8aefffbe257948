import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/** ~/.docker/config.json as docker keeps it without a helper: base64 of user and password, for anybody who reads the file. */
export const hubKey = 'https://index.docker.io/v1/';

export function readAuths(home: string): Record<string, { auth: string }> {
  const file = `${home}/.docker/config.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).auths : {};
}

export function writeAuths(home: string, auths: Record<string, { auth: string }>): void {
  mkdirSync(`${home}/.docker`, { recursive: true });
  writeFileSync(`${home}/.docker/config.json`, JSON.stringify({ auths }, null, '\t'), { mode: 0o600 });
}
