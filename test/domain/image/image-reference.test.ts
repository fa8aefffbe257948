import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseImageReference } from '../../../domain/image/image-reference.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseImageReference', () => {
  it.each([
    ['nginx', { registry: 'docker.io', repository: 'library/nginx', tag: 'latest' }],
    ['nginx:1.27', { registry: 'docker.io', repository: 'library/nginx', tag: '1.27' }],
    ['acme/app', { registry: 'docker.io', repository: 'acme/app', tag: 'latest' }],
    ['docker.io/nginx', { registry: 'docker.io', repository: 'library/nginx', tag: 'latest' }],
    ['docker.io/library/nginx:1', { registry: 'docker.io', repository: 'library/nginx', tag: '1' }],
    ['index.docker.io/nginx', { registry: 'docker.io', repository: 'library/nginx', tag: 'latest' }],
    ['localhost/app', { registry: 'localhost', repository: 'app', tag: 'latest' }],
    ['localhost:5000/app:2', { registry: 'localhost:5000', repository: 'app', tag: '2' }],
    ['registry:5000/team/app', { registry: 'registry:5000', repository: 'team/app', tag: 'latest' }],
    ['host:5000', { registry: 'docker.io', repository: 'library/host', tag: '5000' }],
    ['ghcr.io/acme/app:v1.2.3-rc.1', { registry: 'ghcr.io', repository: 'acme/app', tag: 'v1.2.3-rc.1' }],
    ['public.ecr.aws/nginx/nginx:1', { registry: 'public.ecr.aws', repository: 'nginx/nginx', tag: '1' }],
    ['my_team/my__app.x-y--z', { registry: 'docker.io', repository: 'my_team/my__app.x-y--z', tag: 'latest' }],
    [`nginx@${digest}`, { registry: 'docker.io', repository: 'library/nginx', digest }],
    [`ghcr.io/acme/app:1@${digest}`, { registry: 'ghcr.io', repository: 'acme/app', tag: '1', digest }],
    ['app:_tag', { registry: 'docker.io', repository: 'library/app', tag: '_tag' }],
    ['app:TAG', { registry: 'docker.io', repository: 'library/app', tag: 'TAG' }],
  ])('reads %s as Docker does', (text, parts) => {
    expect(parseImageReference(text)).toEqual(parts);
  });

  it.each([
    '',
    ' ',
    'Nginx',
    'acme/App',
    'Acme/app',
    'nginx:',
    'nginx:.hidden',
    `nginx:${'t'.repeat(129)}`,
    'nginx@sha256:abc',
    `nginx@${digest.toUpperCase()}`,
    `nginx@${digest}@${digest}`,
    `nginx@md5:${'0'.repeat(32)}`,
    '/nginx',
    'nginx/',
    'acme//app',
    'acme/-app',
    'acme/app-',
    'a...b',
    'a___b',
    'https://docker.io/nginx',
    'ada:secret@ghcr.io/app',
    'nginx 1.27',
    'nginx\n',
    '--all-tags',
    '-q.example.com/app',
    '--platform.example.com/app',
    'bad-.example.com/app',
    '0123456789abcdef'.repeat(4),
    'x'.repeat(256),
    '$IMAGE',
    '$(id)',
    'nginx;id',
  ])('refuses %j', (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  });

  it('reads back what it is made of', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const registry = fc.constantFrom('docker.io', 'ghcr.io', 'localhost:5000', '111122223333.dkr.ecr.eu-west-1.amazonaws.com');
    const repository = fc.array(word, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('/'));
    const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/), { nil: undefined });
    fc.assert(
      fc.property(registry, repository, tag, fc.boolean(), (host, path, label, pinned) => {
        const text = `${host}/${path}${label === undefined ? '' : `:${label}`}${pinned ? `@${digest}` : ''}`;
        const shown = label ?? (pinned ? undefined : 'latest');
        expect(parseImageReference(text)).toEqual({
          registry: host,
          repository: path,
          ...(shown === undefined ? {} : { tag: shown }),
          ...(pinned ? { digest } : {}),
        });
      }),
    );
  });

  it('never lets a text through that a command could take for an option or a second word', () => {
    const chars = fc.constantFrom(...'-aA0./:@_ $`\'"\\;|&\n'.split(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: chars, maxLength: 12 })), (text) => {
        if (parseImageReference(text)) expect(text).toMatch(/^[A-Za-z0-9][\w./:@-]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});
