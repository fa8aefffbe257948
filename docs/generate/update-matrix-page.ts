import type { Consequences } from '../../blueprint/consequences.ts';
import type { ResourceChange } from '../../schemas/gen/api.types.ts';
import type { Row } from './update-matrix.ts';

type Outcome = Consequences & { readonly madeImages: boolean };

const head = `# What an update changes

Made by \`npm run gen\`: every field of the spec, changed in every file of [examples/](../examples/) it can be changed in, and the
templates before and after compared by AWS's own list of properties that cannot be changed. \`POST /plans\` says the same of one
spec before it is sent.

- **stacks**: which of the three are touched. **images**: whether one is made.
- **resources**: \`+\` added, \`~\` changed in place, \`±\` replaced, \`−\` removed, which is last, when the services have moved. A \`?\`
  is behind what depends on the rest of the spec. Replaced task definitions are left out: they say that tasks roll.
  Repositories of what ran stay, so that a rollback finds its images; one leaves with the update after which no revision that can
  be gone back to has an image in it.
- **tasks**: *roll* is: each is replaced by a new one under the circuit breaker, and none stops before its successor runs.
- **interrupted**: what somebody can notice beside that.

| field | change | stacks | images | resources | tasks | interrupted |
|---|---|---|---|---|---|---|
`;

/** The matrix as a page; a reason is below its row's change. */
export function updateMatrixPage(rows: readonly Row[]): string {
  let last = '';
  const lines = rows.map((row) => {
    const { field, what, reason } = row;
    const shown = field === last ? '' : `\`${field}\``;
    last = field;
    return `| ${[shown, reason ? `${what}. *${reason}*` : what, ...cells(row)].join(' | ')} |`;
  });
  return `${head}${lines.join('\n')}\n`;
}

function cells({ field, cases }: Row): readonly string[] {
  const refused = cases.flatMap(({ outcome }) => ('refused' in outcome ? [outcome.refused] : []));
  if (refused.length > 0) return [`refused while anything runs: ${[...new Set(refused)].join(', ')}`, '', '', '', ''];
  const outcomes = cases.flatMap(({ outcome }) => ('refused' in outcome ? [] : [outcome]));
  const stacks = counted(outcomes, ({ stacks: all }) => all.filter(({ action }) => action !== 'keep').map(({ stack }) => stack));
  const images = outcomes.filter(({ madeImages }) => madeImages).length;
  const interrupted = new Set(outcomes.flatMap(({ interruptions }) => interruptions.map(({ why }) => why)));
  return [
    stacks.join(', ') || 'none',
    images === 0 ? '' : images === outcomes.length ? 'made' : 'made?',
    resources(outcomes) || 'none',
    tasks(field, cases),
    [...interrupted].join('; ') || 'nothing',
  ];
}

/** What each outcome has, in order of appearance; with `?` where not every one has it. */
function counted<T>(outcomes: readonly T[], of: (one: T) => readonly string[]): readonly string[] {
  const all = outcomes.map((one) => new Set(of(one)));
  const names = [...new Set(all.flatMap((one) => [...one]))].sort();
  return names.map((name) => (all.every((one) => one.has(name)) ? name : `${name}?`));
}

const kinds = [
  ['+', 'added'],
  ['~', 'changed'],
  ['±', 'replaced'],
  ['−', 'removed'],
] as const;
/** More types than this are said by their number. */
const mostTypes = 12;

function resources(outcomes: readonly Outcome[]): string {
  return kinds
    .flatMap(([sign, kind]) => {
      const types = counted(outcomes, ({ stacks }) => stacks.flatMap((stack) => stack[kind].filter(isNews).map(typeOf)));
      if (types.length === 0) return [];
      return [`${sign} ${types.length > mostTypes ? `${types.length} types` : types.join(', ')}`];
    })
    .join('; ');
}

const isNews = ({ type, properties = [] }: ResourceChange) =>
  type !== 'AWS::ECS::TaskDefinition' || !properties.some((one) => one !== 'Tags');
/** `AWS::EC2::NatGateway` → `NatGateway`; two services of AWS have a Service each. */
const typeOf = ({ type }: ResourceChange) => type.replace('AWS::ServiceDiscovery::', 'Discovery').replace(/^.*::/, '');

function tasks(field: string, cases: Row['cases']): string {
  const all = cases.flatMap(({ outcome, service: own }) =>
    'refused' in outcome ? [] : outcome.services.map((one) => ({ ...one, own: one.service === own })),
  );
  if (all.some(({ becomes }) => becomes === 'removed')) return 'of the service that leaves stop';
  if (all.some(({ becomes, why }) => becomes === 'changed' && why.includes('DesiredCount of the service')))
    return 'as many as asked for';
  const becomes = all.filter((one) => one.becomes !== 'added').map((one) => ({ rolls: one.becomes === 'rolled', own: one.own }));
  if (!becomes.some(({ rolls }) => rolls)) return 'stay';
  if (becomes.every(({ rolls }) => rolls)) return 'all roll';
  if (becomes.some(({ rolls, own }) => rolls && !own)) return 'those it concerns roll';
  return field.startsWith('builds') ? 'of its service roll' : 'its own roll';
}
