import type { Account } from './start-registry.ts';

/** In every password, so that it is found whatever the rest was made into on its way into a log. */
export const marker = 'Zq7vK2';

/** Where a zip that is unpacked too trustingly writes to. */
export const evilPath = '/tmp/moorage-judge-evil';

/** What a shell would do something with: every text would make a file `pwned` if any shell read it as a program. */
export const hostileAccounts = {
  quotes: {
    username: 'de"mo o\'user $(touch pwned)`touch pwned`;touch pwned',
    password: 'p"a\'ss Zq7vK2 $(touch pwned)`touch pwned`;touch pwned #\\$HOME"',
  },
  options: { username: '--password-stdin', password: '--username Zq7vK2 -p * ? ~ {a,b} !!' },
  lines: { username: 'lines', password: 'first Zq7vK2 $(touch pwned)\n; touch pwned\nthird "line"' },
  format: { username: '100%s%d', password: '%s%n%x\\n\\x41\\c%%-Zq7vK2' },
  unicode: { username: 'größe', password: 'pässwörd-Zq7vK2-ключ-密碼' },
} as const satisfies Readonly<Record<string, Account>>;

export const hostileNames = [
  '$(touch pwned)',
  '`touch pwned`',
  ';touch pwned',
  '|touch pwned',
  '-rf',
  '--help',
  'a b',
  '\'"',
  '*',
  '#!',
  '~',
  '&& touch pwned',
] as const;
