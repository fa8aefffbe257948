import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type GitHost, startGitHost } from './git-host.ts';
import { hostileAccounts } from './hostile.ts';
import { immutableDoor } from './immutable-door.ts';
import { probe } from './probe.ts';
import { registryClient } from './registry-client.ts';
import { type Registry, startRegistry } from './start-registry.ts';

/** Two registries for all cases: one as ECR, one as Docker Hub with the images that are mirrored and built upon. */
export interface Bench {
  readonly folder: string;
  readonly ecr: Registry;
  readonly hub: Registry;
  /** A registry of ECR's again, by another name: somewhere to copy from. */
  readonly otherEcr: string;
  readonly git: GitHost;
  /** Digests of what is in the hub: an image for each architecture alone, and both under one index. */
  readonly digests: Readonly<Record<'tiny' | 'arm' | 'multi', string>>;
  close(): Promise<void>;
}

export const program = '/usr/bin/busybox';

export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(`${tmpdir()}/judge-buildspec-`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  probe(`${folder}/probe`, program);
  const secret = () => randomBytes(24).toString('base64url');
  const registry = await startRegistry(`${folder}/ecr`, [{ username: 'AWS', password: secret() }]);
  const ecr = await immutableDoor(registry);
  const owner = { username: 'owner', password: secret() };
  const hub = await startRegistry(`${folder}/hub`, [owner, ...Object.values(hostileAccounts)]);
  const put = registryClient(hub);
  const layer = layerOf(`${folder}/layer`);
  const digests = {
    tiny: await put.putImage('library/tiny', '1', ['amd64'], layer),
    arm: await put.putImage('library/arm', '1', ['arm64'], layer),
    multi: await put.putImage('library/multi', '1', ['arm64', 'amd64'], layer),
  };
  await registryClient(registry).putImage('team/tiny', '1', ['amd64'], layer);
  const git = await startGitHost(`${folder}/git`, program);
  return {
    folder,
    ecr,
    hub,
    otherEcr: registry.host,
    git,
    digests,
    async close() {
      await Promise.all([ecr.stop(), hub.stop(), git.stop()]);
      process.off('exit', remove);
      remove();
    },
  };
}

function layerOf(folder: string): Buffer {
  mkdirSync(`${folder}/bin`, { recursive: true });
  copyFileSync(program, `${folder}/bin/busybox`);
  execFileSync('tar', ['-C', folder, '--sort=name', '--owner=0', '--group=0', '-cf', `${folder}.tar`, 'bin']);
  return readFileSync(`${folder}.tar`);
}
