import type { FieldChanges } from './field-change.ts';

const files = { Dockerfile: 'FROM nginx:1.27\n' };
const zip = (digit: string) => `sha256:${digit.repeat(64)}`;
const connection = (digit: string) =>
  `arn:aws:codeconnections:eu-west-1:111122223333:connection/${digit.repeat(8)}-0000-4000-8000-000000000000`;
const inS3 = { git: null, s3: 's3://acme-sources/made.zip' };
const another = 'The image is built again, and the services that use it take it up; other services keep theirs.';

/** What a build has, by the field's name; it is built from a repository unless it says otherwise, and one service uses it. */
export const buildChanges: FieldChanges = {
  files: [
    {
      what: 'another text',
      given: { git: null, files },
      change: { files: { Dockerfile: 'FROM nginx:1.28\n' } },
      reason: another,
    },
  ],
  upload: [{ what: 'another upload', given: { git: null, upload: zip('a') }, change: { upload: zip('b') } }],
  s3: [
    {
      what: 'another object',
      given: inS3,
      change: { s3: 's3://acme-sources/other.zip' },
      reason:
        'The build role may read that object before anything is built. The same name with other content is no change of the spec.',
    },
  ],
  version: [{ what: 'another version', given: { ...inS3, version: 'one' }, change: { version: 'two' } }],
  git: [{ what: 'another repository', change: { git: 'https://github.com/acme/other.git' } }],
  ref: [
    {
      what: 'another tag',
      given: { ref: 'v1' },
      change: { ref: 'v2' },
      reason: 'A new commit under the same name is no change of the spec.',
    },
  ],
  connection: [{ what: 'another connection', given: { connection: connection('a') }, change: { connection: connection('b') } }],
  path: [{ what: 'another folder', given: { path: 'one' }, change: { path: 'two' } }],
  dockerfile: [{ what: 'another file', given: { dockerfile: 'one' }, change: { dockerfile: 'two' } }],
  target: [{ what: 'another stage', given: { target: 'one' }, change: { target: 'two' } }],
  args: [{ what: 'another value', given: { args: { VERSION: '1' } }, change: { args: { VERSION: '2' } } }],
};
