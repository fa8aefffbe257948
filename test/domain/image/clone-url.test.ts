import { describe, expect, test } from 'vitest';
import { cloneUrl } from '../../../domain/image/clone-url.ts';

const id = '0a1b2c3d-0000-4000-8000-000000000000';
const arn = (service: string, partition = 'aws', region = 'eu-central-1') =>
  `arn:${partition}:${service}:${region}:111122223333:connection/${id}`;
const through = (url: string, connection = arn('codeconnections')) => cloneUrl({ kind: 'git', url, connection });

describe('what is cloned', () => {
  test('is the repository itself where it is public', () => {
    expect(cloneUrl({ kind: 'git', url: 'https://git.example.com/x' })).toEqual({ url: 'https://git.example.com/x' });
  });

  test.each([
    'https://github.com/acme/app',
    'https://github.com/acme/app.git',
    'https://github.com/acme/app.git/',
    'https://ghe.corp.example/acme/app/',
  ])('is behind the connection for %s, in its own region', (url) => {
    expect(through(url)).toEqual({
      url: `https://codeconnections.eu-central-1.amazonaws.com/git-http/111122223333/eu-central-1/${id}/acme/app.git`,
      connectionRegion: 'eu-central-1',
    });
  });

  test('keeps the groups of GitLab, the older name, and the partition', () => {
    expect(through('https://gitlab.com/acme/team/app', arn('codestar-connections', 'aws-cn', 'cn-north-1'))).toMatchObject({
      url: `https://codestar-connections.cn-north-1.amazonaws.com.cn/git-http/111122223333/cn-north-1/${id}/acme/team/app.git`,
    });
  });

  test.each(['https://github.com/app', 'https://github.com/', 'https://github.com/.git'])('is nothing for %s', (url) => {
    expect(through(url)).toEqual({ refused: expect.stringContaining('does not say <owner>/<repository>') });
  });

  test('is nothing through what is no connection', () => {
    expect(through('https://github.com/acme/app', 'arn:aws:s3:::bucket')).toHaveProperty('refused');
  });
});
