import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { unzipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FolderEntry, readFolder } from '../../cli/read-folder.ts';
import { zipFolder } from '../../cli/zip-folder.ts';
import { type Reply, service } from './service.ts';
import { terminal } from './terminal.ts';
import { anEnvironment } from './views.ts';

const file = (path: string, text: string, kind: FolderEntry['kind'] = 'file'): FolderEntry => ({
  path,
  kind,
  content: new TextEncoder().encode(text),
});
const folder = [file('Dockerfile', 'FROM nginx:1.27\n'), file('run.sh', '#!/bin/sh\n', 'program')];
const files = { 'hello.json': '{"services":{"web":{"port":80}},"builds":{"web":{"target":"last"}}}' };
const upload = `sha256:${createHash('sha256').update(zipFolder(folder)).digest('hex')}`;
const ok: Reply = { status: 200, body: anEnvironment() };

/** A service that sends uploads to another address, as S3 is another. */
const withS3 = async (...puts: readonly Reply[]) => {
  const s3 = await service({ 'PUT /a.zip?signed': puts });
  const headers = { 'x-amz-checksum-sha256': 'c2ln', 'content-length': '1' };
  const { url, heard } = await service({
    'POST /uploads': [
      { status: 201, body: { upload, url: `${s3.url}/a.zip?signed`, headers, expiresAt: '2026-11-21T12:15:00Z' } },
    ],
    'PUT /environments/hello': [ok],
    'GET /environments/hello': [ok],
  });
  const run = (...more: string[]) =>
    terminal(['up', 'hello.json', '--url', url, ...more], { files, folders: { './web': folder, './empty': [] } });
  return { run, heard, s3: s3.heard };
};

describe('moorage up --context', () => {
  it('sends the folder as a zip and names it in the spec by its content', async () => {
    const { run, heard, s3 } = await withS3({ status: 200 });

    const { exitCode, out } = await run('--context', 'web=./web', '--context', 'other=./web');

    expect(exitCode).toBe(0);
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({ sha256: upload.slice(7), bytes: zipFolder(folder).length });
    expect(s3.map(({ method }) => method)).toEqual(['PUT', 'PUT']);
    expect(JSON.parse(heard.find(({ method }) => method === 'PUT')?.body ?? '')).toEqual({
      services: { web: { port: 80 } },
      builds: { web: { target: 'last', upload }, other: { upload } },
    });
    expect(out).toContain(`web: 2 files of ./web sent, 1 kB, ${upload.slice(0, 19)}`);
  });

  it('tries a PUT that S3 could not take just now again, and gives up in the end', async () => {
    const again = await withS3({ status: 503 }, { status: 200 });
    expect(await again.run('--context', 'web=./web')).toMatchObject({ exitCode: 0, slept: [1000] });
    const never = await withS3({ status: 503 });
    expect(await never.run('--context', 'web=./web')).toMatchObject({ exitCode: 3, slept: [1000, 2000] });
    expect(never.heard.map(({ method }) => method)).toEqual(['POST']);
  });

  it('says why S3 refuses, and sends no spec', async () => {
    const { run, heard } = await withS3({ status: 403, body: '<Error><Message>Request has expired</Message></Error>' });

    const { exitCode, err } = await run('--context', 'web=./web');

    expect([exitCode, err]).toEqual([2, expect.stringContaining('S3 does not take it: 403 Request has expired')]);
    expect(heard.map(({ method }) => method)).toEqual(['POST']);
  });

  it.each([
    ['a folder that is not there', 'web=./none', './none cannot be read'],
    ['an empty folder', 'web=./empty', './empty is empty'],
    ['a build without a folder', 'web', '--context is <build>=<folder>'],
    ['a folder without a build', '=./web', '--context is <build>=<folder>'],
  ])('refuses %s before anything is sent', async (_, given, says) => {
    const { run, heard } = await withS3({ status: 200 });

    const { exitCode, err } = await run('--context', given);

    expect([exitCode, err]).toEqual([2, expect.stringContaining(says)]);
    expect(heard).toEqual([]);
  });
});

it('the same folder is the same zip whenever it was written; programs and symlinks stay what they are', async () => {
  const make = (time: number) => {
    const at = mkdtempSync(`${tmpdir()}/moorage-context-`);
    onTestFinished(() => rmSync(at, { recursive: true, force: true }));
    mkdirSync(`${at}/sub`);
    for (const [name, text] of [
      ['sub/b', 'b'],
      ['a', 'a'],
      ['.dockerignore', 'sub'],
    ] as const) {
      writeFileSync(`${at}/${name}`, text);
      utimesSync(`${at}/${name}`, time, time);
    }
    chmodSync(`${at}/a`, 0o700);
    symlinkSync('../etc', `${at}/link`);
    return at;
  };

  const [one, other] = [await readFolder(make(1)), await readFolder(make(1_000_000))];

  expect(one.map(({ path, kind }) => `${path} ${kind}`)).toEqual(['.dockerignore file', 'a program', 'link link', 'sub/b file']);
  expect(zipFolder(one)).toEqual(zipFolder(other));
  const inside = unzipSync(zipFolder(one));
  expect(Object.keys(inside)).toEqual(['.dockerignore', 'a', 'link', 'sub/b']);
  expect(new TextDecoder().decode(inside.link)).toBe('../etc');
});
