import { parseArgs } from 'node:util';
import { exitCode } from './exit-code.ts';
import { serviceUrl } from './service-url.ts';
import { Stop } from './stop.ts';
import { usage } from './usage.ts';

export interface Command {
  readonly verb: Verb;
  readonly subject?: string;
  /** The second argument, where there is one. */
  readonly file?: string;
  /** Of diff: the one that is shown. */
  readonly revision?: number;
  readonly against?: number;
  /** Of rollback: the revision to go back to. */
  readonly to?: number;
  /** Of exec: what follows `--`. */
  readonly words?: readonly string[];
  readonly container?: string;
  readonly supersede: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  readonly url: string;
  readonly name?: string;
  readonly key?: string;
  /** Of up: the hash of the plan that was seen. */
  readonly plan?: string;
  readonly detach: boolean;
  readonly anyway: boolean;
  readonly follow: boolean;
  readonly fromStacks: boolean;
  readonly scope?: string;
  readonly service?: string;
  readonly build?: string;
  readonly since?: string;
  readonly limit?: string;
  /** Folders to send, by the build they are for. */
  readonly contexts?: Readonly<Record<string, string>>;
}

export type Verb = keyof typeof verbs;

const verbs = {
  up: { subject: 'a file', options: ['name', 'key', 'detach', 'context', 'supersede', 'plan'] },
  plan: { subject: 'a name', second: 'file', options: ['json'] },
  down: { subject: 'a name', options: ['key', 'detach', 'supersede'] },
  rebuild: { subject: 'a name', options: ['key', 'detach'] },
  rollback: { subject: 'a name', options: ['to', 'key', 'detach'] },
  restart: { subject: 'a name', options: ['key', 'detach'] },
  repair: { subject: 'a name, or --from-stacks', options: ['key', 'detach', 'from-stacks'] },
  fix: { subject: 'a name or an operation', options: ['yes', 'key', 'detach'] },
  watch: { subject: 'an operation', options: [] },
  cancel: { subject: 'an operation', options: [] },
  status: { options: [] },
  history: { subject: 'a name', options: [] },
  diff: { subject: 'a name', second: 'revision', options: ['against'] },
  health: { options: [] },
  logs: { subject: 'a name', options: ['service', 'build', 'since', 'limit', 'follow'] },
  exec: { subject: 'a name', options: ['service', 'container'] },
  freeze: { subject: 'a reason', options: ['scope', 'anyway'] },
  unfreeze: { options: ['anyway'] },
} as const satisfies Record<string, { subject?: string; second?: 'file' | 'revision'; options: readonly string[] }>;

const isVerb = (word: string): word is Verb => Object.hasOwn(verbs, word);

/** Undefined: help was asked for. */
export const parseCommand = (argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Command | undefined => {
  const { values, tokens } = parsed(argv);
  if (values.help === true) return undefined;
  const positionals = tokens.filter((token) => token.kind === 'positional');
  const verb = positionals[0]?.value;
  if (verb === undefined || !isVerb(verb)) throw wrong(verb === undefined ? 'a command is missing' : `no command "${verb}"`);
  const { options, ...rule } = verbs[verb];
  const end = verb === 'exec' ? tokens.find(({ kind }) => kind === 'option-terminator')?.index : undefined;
  const words = end === undefined ? [] : argv.slice(end + 1);
  const [subject, ...further] = positionals
    .filter(({ index }) => index < (end ?? argv.length))
    .slice(1)
    .map(({ value }) => value);
  const fromStacks = values['from-stacks'] ?? false;
  if ('subject' in rule && subject === undefined && !fromStacks) throw wrong(`${verb} needs ${rule.subject}`);
  const [second, ...rest] = 'second' in rule ? further : [undefined, ...further];
  const [file, revision] = verb === 'diff' ? [undefined, second] : [second];
  if (verb === 'plan' && file === undefined) throw wrong(`${verb} needs a name and a file`);
  if (verb === 'exec' && values.service === undefined) throw wrong('exec needs --service');
  if (rest.length > 0)
    throw wrong(`${verb} takes ${'second' in rule ? 'two arguments' : 'one argument'}, not ${further.length + 1}`);
  const allowed: readonly string[] = [...options, 'url'];
  const stray = Object.keys(values).find((option) => !allowed.includes(option));
  if (stray !== undefined) throw wrong(`${verb} knows no --${stray}`);
  return {
    verb,
    url: toUrl(values.url ?? serviceUrl(env)),
    detach: values.detach ?? false,
    anyway: values.anyway ?? false,
    follow: values.follow ?? false,
    fromStacks,
    json: values.json ?? false,
    supersede: values.supersede ?? false,
    yes: values.yes ?? false,
    ...(file === undefined ? {} : { file }),
    ...(subject === undefined ? {} : { subject }),
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(values.key === undefined ? {} : { key: values.key }),
    ...(values.plan === undefined ? {} : { plan: values.plan }),
    ...(values.scope === undefined ? {} : { scope: values.scope }),
    ...(values.service === undefined ? {} : { service: values.service }),
    ...(values.build === undefined ? {} : { build: values.build }),
    ...(values.since === undefined ? {} : { since: values.since }),
    ...(values.limit === undefined ? {} : { limit: values.limit }),
    ...(values.container === undefined ? {} : { container: values.container }),
    ...(words.length === 0 ? {} : { words }),
    ...(revision === undefined ? {} : { revision: toRevision(revision) }),
    ...(values.to === undefined ? {} : { to: toRevision(values.to) }),
    ...(values.against === undefined ? {} : { against: toRevision(values.against) }),
    ...(values.context === undefined ? {} : { contexts: contextsOf(values.context) }),
  };
};

const parsed = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      tokens: true,
      options: {
        url: { type: 'string' },
        name: { type: 'string' },
        key: { type: 'string' },
        plan: { type: 'string' },
        detach: { type: 'boolean' },
        anyway: { type: 'boolean' },
        follow: { type: 'boolean', short: 'f' },
        'from-stacks': { type: 'boolean' },
        json: { type: 'boolean' },
        scope: { type: 'string' },
        service: { type: 'string' },
        build: { type: 'string' },
        since: { type: 'string' },
        limit: { type: 'string' },
        context: { type: 'string', multiple: true },
        container: { type: 'string' },
        to: { type: 'string' },
        against: { type: 'string' },
        supersede: { type: 'boolean' },
        yes: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
};

const contextsOf = (given: readonly string[]): Readonly<Record<string, string>> => {
  const pairs = given.map((text) => text.split(/=(.*)/s).slice(0, 2));
  for (const [build = '', folder = ''] of pairs)
    if (!build || !folder) throw wrong(`--context is <build>=<folder>, not "${build}"`);
  return Object.fromEntries(pairs);
};

const toRevision = (text: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw wrong(`"${text}" is not the number of a revision`);
};

const toUrl = (text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw wrong(`"${text}" is not an http or https URL`);
};

const wrong = (sentence: string): Stop => new Stop(exitCode.refused, `moorage: ${sentence}\n\n${usage.trimEnd()}`);
