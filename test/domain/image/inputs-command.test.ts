import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { inputsCommand } from '../../../domain/image/inputs-command.ts';

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const zip = new Uint8Array([0x50, 0x4b, 0xff, 0x00, 0x80]);
let folder = '';

/** A registry whose manifest of `x` is `manifest of x`, and that has nothing called gone. */
const docker = `#!/bin/sh
[ "$#" = 5 ] && [ "$1 $2 $3 $4" = "buildx imagetools inspect --raw" ] || touch pwned
echo "$5" >>asked
case "$5" in gone*) exit 1 ;; esac
printf 'manifest of %s' "$5"
`;

beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/inputs-`);
  writeFileSync(`${folder}/docker`, docker, { mode: 0o755 });
  writeFileSync(`${folder}/source.zip`, zip);
});
beforeEach(() => rmSync(`${folder}/asked`, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** The images that were asked for, and whether the inputs are what they should be of these. */
function read(dockerfile: string, more: Readonly<Record<string, string>> = {}) {
  writeFileSync(`${folder}/Dockerfile`, dockerfile);
  const env = { PATH: `${folder}:/usr/bin:/bin`, SOURCE: 'build', DOCKERFILE_AT: 'Dockerfile', ...more };
  const ran = spawnSync('bash', ['--norc', '-c', `${inputsCommand}; env | grep ^MOORAGE_INPUTS=`], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const asked = existsSync(`${folder}/asked`) ? readFileSync(`${folder}/asked`, 'utf8').trim().split('\n') : [];
  const lines = [...asked.map((image) => `image ${image} ${sha256(`manifest of ${image}`)}\n`), `source ${sha256(zip)}\n`];
  expect([ran.status, existsSync(`${folder}/pwned`)]).toEqual([0, false]);
  const known = ran.stdout === `MOORAGE_INPUTS=${sha256(lines.sort().join(''))}\n`;
  return known ? asked.sort() : ran.stdout === 'MOORAGE_INPUTS=\n' ? ran.stderr.trim() : ran.stdout;
}

it.each([
  ['FROM', 'FROM nginx:1.27\nCOPY x /y\n', ['nginx:1.27']],
  ['FROM in a last line without an end', 'FROM nginx:1.27', ['nginx:1.27']],
  ['stages', 'FROM golang:1 AS Build\nFROM alpine:3\nCOPY --from=build /a /b\nCOPY --from=0 /a /c\n', ['alpine:3', 'golang:1']],
  ['one image twice, once', 'FROM node:20 AS a\nFROM node:20 as b\nFROM b\n', ['node:20']],
  ['tags that differ in case', 'FROM node:A AS a\nFROM node:a as b\n', ['node:A', 'node:a']],
  ['a name that is a stage only later', 'FROM a\nFROM b AS a\n', ['a', 'b']],
  ['COPY', 'FROM scratch\nCOPY --chown=1:1 --from=ghcr.io/x/uv:0.4 --link /uv /uv\n', ['ghcr.io/x/uv:0.4']],
  ['mounts', 'FROM a\nRUN --mount=type=cache,id=$X --mount=type=bind,From=b,target=/b x --mount=from=c\n', ['a', 'b']],
  ['a mount from a number, which is no stage', 'FROM a\nRUN --mount=from=0,target=/b x\n', ['0', 'a']],
  ['any platform', 'FROM --platform=$BUILDPLATFORM golang:1 AS b\nFROM b\n', ['golang:1']],
  ['the frontend', '#SynTax = docker/dockerfile:1 x\n# check=error=true\nFROM a\n', ['a', 'docker/dockerfile:1']],
  ['lines that go on', 'FROM \\\n # c\n\n  --platform=x ngi\\\nnx:1 \\ \t\n AS a\nFROM a', ['nginx:1']],
  ['what goes on and only looks like FROM', 'FROM a\nRUN echo \\\nFROM x AS b\nFROM b\n', ['a', 'b']],
  ['lines that end as on Windows', 'FROM a\r\nRUN x \\\r\n y\r\nFROM b\r\n', ['a', 'b']],
  ['digests', `FROM a@sha256:${'0'.repeat(64)}\n`, [`a@sha256:${'0'.repeat(64)}`]],
  ['indents, comments and other cases', '  # FROM z\n\n\tfrom a as X\n  # FROM z\ncopy --from=x / /\n', ['a']],
  ['what other instructions say', 'FROM a\nENV B="<<" C=$D\nLABEL x=`y` z="$(w)"\nADD --chown=a:b x ["y"] /\n', ['a']],
])('reads %s', (_what, dockerfile, images) => {
  expect(read(dockerfile)).toEqual(images);
});

it.each([
  ['a variable', 'ARG B=nginx\nFROM $B\n', 'the image $B'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the Dockerfile says so
  ['a default of one', 'FROM ${B:-nginx}\n', 'the image ${B:-nginx}'],
  ['an image that is not there', 'FROM gone:1\n', 'the digest of gone:1'],
  ['an option', 'FROM --help\n', 'the image --help'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the Dockerfile says so
  ['a program', 'FROM $(touch${IFS}pwned)\n', 'the image $(touch${IFS}pwned)'],
  ['a program in backticks', 'FROM `touch pwned`\n', 'line 1 of the Dockerfile'],
  ['a pattern', 'FROM *\n', 'the image *'],
  ['quotes', 'FROM "nginx"\n', 'the image "nginx"'],
  ['a word too many', 'FROM a b\n', 'line 1 of the Dockerfile'],
  ['nothing', 'FROM\n', 'line 1 of the Dockerfile'],
  ['no instruction', 'FROM a\nFRM b\n', 'line 2 of the Dockerfile'],
  ['a byte order mark', '\ufeffFROM a\n', 'line 1 of the Dockerfile'],
  ['another blank', 'FROM a\nRUN x \\\n\u00a0# c\nFROM b AS c\n', 'line 3 of the Dockerfile'],
  ['a here-document', 'FROM a\nRUN <<EOF\nFROM x AS y\nEOF\nFROM y\n', 'line 2 of the Dockerfile'],
  ['another character that goes on', '# x\n# escape=`\nFROM a\n', 'line 2 of the Dockerfile'],
  ['two of the character that goes on', 'FROM a\nRUN x \\\\\nFROM b\n', 'line 2 of the Dockerfile'],
  ['another frontend', '# syntax=acme/frontend\nFROM a\n', 'line 1 of the Dockerfile'],
  ['a frontend as other languages say it', '// syntax=x\nFROM a\n', 'line 1 of the Dockerfile'],
  ['ONBUILD', 'FROM a\nONBUILD COPY --from=b / /\n', 'line 2 of the Dockerfile'],
  ['a line end inside', 'FROM a\rFROM b\n', 'line 1 of the Dockerfile'],
  ['quotes in an option', 'FROM a\nCOPY --fr"om"=b / /\n', 'line 2 of the Dockerfile'],
  ['an option without its value', 'FROM a\nCOPY --from b / /\n', 'line 2 of the Dockerfile'],
  ['a variable in COPY', 'FROM a\nCOPY --from=$X / /\n', 'the image $X'],
  ['a variable in a mount', 'FROM a\nRUN --mount=type=bind,from=$X x\n', 'the image $X'],
  ['quotes in a mount', 'FROM a\nRUN --mount=type=bind,"from=b" x\n', 'line 2 of the Dockerfile'],
  ['ADD of an address', 'FROM a\nADD --checksum=x https://x.y/z /\n', 'line 2 of the Dockerfile'],
  ['ADD of a repository', 'FROM a\nADD ["git@x:y", "/"]\n', 'line 2 of the Dockerfile'],
  ['ADD of a variable', 'FROM a\nADD $X /\n', 'line 2 of the Dockerfile'],
])('does not know what is made of %s', (_what, dockerfile, why) => {
  expect(read(dockerfile)).toBe(`what this image is made of cannot be known: ${why}`);
});

it('does not know what is made by a frontend that is an argument, or without a Dockerfile', () => {
  expect(read('FROM a\n', { BUILD_ARG_0: 'A=BUILDKIT_SYNTAX=x' })).toEqual(['a']);
  expect(read('FROM a\n', { BUILD_ARG_0: 'A=b', BUILD_ARG_1: 'BUILDKIT_SYNTAX=x' })).toMatch(/its frontend is an argument$/);
  expect(read('FROM a\n', { DOCKERFILE_AT: 'Containerfile' })).toMatch(/it has no Dockerfile$/);
});

it('knows what a copied image is made of, and says it in one line of the log', () => {
  expect(read('FROM a\n', { SOURCE: 'mirror', REFERENCE: 'x.y/a/b:1' })).toEqual(['x.y/a/b:1']);
  expect(read('FROM a\n', { SOURCE: 'mirror', REFERENCE: '-x' })).toMatch(/the image -x$/);
  expect(inputsCommand).not.toContain('\n');
});
