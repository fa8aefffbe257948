import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JudgeAbsent } from '../judge-absent.ts';
import { judgesPython } from '../judges-python.ts';

/** What CloudFormation's handlers of a resource type may call, by what they do. */
export type Handlers = Readonly<Record<'create' | 'read' | 'update' | 'delete' | 'tag', readonly string[]>>;

interface Schema {
  readonly handlers?: Readonly<Record<string, { readonly permissions?: readonly string[] }>>;
  readonly tagging?: { readonly permissions?: readonly string[] };
}

/** AWS's resource provider schemas, as cfn-lint brings them along: `handlers.*.permissions` is what a role has to allow. */
export async function providerHandlers(): Promise<(type: string) => Handlers> {
  const home = dirname(dirname(await judgesPython()));
  const folder = globSync(`${home}/lib/python3*/site-packages/cfnlint/data/schemas`)[0];
  if (folder === undefined) throw new JudgeAbsent('cfn-lint has no resource provider schemas here');
  const read = <T>(file: string): T => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
  const files = read<Readonly<Record<string, string>>>('providers/eu-west-1.json');
  return (type) => {
    const file = files[type];
    if (file === undefined) throw new Error(`CloudFormation has no ${type} in this region`);
    const { handlers = {}, tagging } = read<Schema>(`resources/${file}.json`);
    const of = (name: string) => handlers[name]?.permissions ?? [];
    if (of('create').length === 0) throw new Error(`${type} does not say what its handlers call`);
    // Cloud Control's `list` is nobody's here: a stack never lists.
    return {
      create: of('create'),
      read: of('read'),
      update: of('update'),
      delete: of('delete'),
      tag: tagging?.permissions ?? [],
    };
  };
}
