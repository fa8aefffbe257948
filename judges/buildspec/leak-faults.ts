import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { BuildCase, Place } from './build-case.ts';
import { gitPassword } from './git-host.ts';
import { marker } from './hostile.ts';

/** What was executed or told that should not have been. */
export function leakFaults({ account }: BuildCase, { root, bench }: Place, log: string): readonly string[] {
  const password = account?.password ?? '';
  // A part is as good a leak as the whole, and so is what docker makes of the two.
  const secrets = [
    bench.ecr.owner.password,
    gitPassword,
    Buffer.from(`AWS:${bench.ecr.owner.password}`).toString('base64'),
    ...(password
      ? [
          password,
          ...password.split('\n'),
          marker,
          Buffer.from(password).toString('base64'),
          Buffer.from(`${account?.username}:${password}`).toString('base64'),
        ]
      : []),
  ];
  const calls = `${root}/own/calls.jsonl`;
  const argv: readonly (readonly string[])[] = existsSync(calls)
    ? readFileSync(calls, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  const shown = masked(log, [account?.username ?? '', password]);
  return [
    ...executed(root).map((path) => `executed a caller's text: ${path.slice(root.length)}`),
    ...(secrets.some((secret) => argv.some((words) => words.some((word) => word.includes(secret))))
      ? ['has a password among the arguments of a program']
      : []),
    ...(secrets.some((secret) => shown.includes(secret)) ? ['shows a password in its log, masked as CodeBuild masks'] : []),
    // Masking finds the exact value only, so nothing may rely on it.
    ...(secrets.some((secret) => log.includes(secret)) ? ['writes a password into its log'] : []),
  ];
}

/** CodeBuild's own masking (build specification reference): the exact value of a secret, nothing made of it. */
const masked = (log: string, secrets: readonly string[]) =>
  secrets.filter(Boolean).reduce((text, secret) => text.replaceAll(secret, '***'), log);

/** Links are not followed: they may lead anywhere. */
function executed(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? executed(path) : entry.name === 'pwned' ? [path] : [];
  });
}
