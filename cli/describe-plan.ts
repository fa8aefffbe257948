import { basename, extname } from 'node:path';
import type { Finding, Plan, ResourceChange, ServiceChange, StackChange } from '../schemas/gen/api.types.ts';
import { describeFindings, type Source } from './describe-findings.ts';
import { money } from './money.ts';
import { quote } from './quote.ts';

/** A plan as a person reads it: what is said against it, what is made, what moves, what it costs. */
export const describePlan = (plan: Plan, source: Source): string[] => [
  headline(plan),
  ...(plan.refused === undefined ? [] : [`  ${plan.refused}`]),
  ...describeFindings(plan.findings.map(inFile), source),
  ...(plan.notNow === undefined ? [] : [`  not now: ${plan.notNow}`]),
  ...section(
    'images',
    (plan.images ?? [])
      .filter(({ becomes }) => becomes !== 'kept')
      .map((one) => `${one.key} is ${one.becomes} for ${one.for.join(', ') || 'nobody yet'}`),
  ),
  ...(plan.stacks ?? []).flatMap(describeStack),
  ...section('services', (plan.services ?? []).map(describeService)),
  ...section(
    'can be noticed',
    (plan.interruptions ?? []).map(({ what, why }) => `${what}: ${why}`),
  ),
  ...section(
    'network',
    (plan.network ?? []).map(({ id, why, reason }) => `${id} (${why}): ${reason}`),
  ),
  ...costs(plan),
  ...(plan.planHash === undefined || plan.change === 'none' ? [] : [`  this and nothing else: ${doing(plan, source)}`]),
];

const doing = ({ environment, planHash }: Plan, { file }: Source): string => {
  const named = basename(file, extname(file)) === environment ? '' : ` --name ${environment}`;
  return `moorage up ${quote(file)}${named} --plan ${planHash}`;
};

const headline = ({ environment, accepted, change, revision }: Plan): string => {
  if (!accepted) return `${environment}: would be refused.`;
  if (change === 'none') return `${environment}: nothing would change.`;
  return change === 'create' ? `${environment}: would be created.` : `${environment}: revision ${revision} would be updated.`;
};

/** The spec is the whole file, and a part of the request. */
const inFile = (finding: Finding): Finding => ({ ...finding, pointer: finding.pointer.replace(/^\/spec/, '') });

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => `    ${line}`)];

const describeStack = ({ stack, action, added, changed, replaced, removed }: StackChange): string[] =>
  action === 'keep'
    ? []
    : section(`${stack} (${action})`, [
        ...added.map((one) => `+ ${named(one)}`),
        ...changed.map((one) => `~ ${named(one)}`),
        ...replaced.map((one) => `± ${named(one)}`),
        ...removed.map((one) => `- ${named(one)}`),
      ]);

const named = ({ id, type, properties }: ResourceChange): string =>
  `${id}  ${type.replace('AWS::', '')}${properties === undefined ? '' : `: ${properties.join(', ')}`}`;

const describeService = ({ service, becomes, why }: ServiceChange): string =>
  `${service} is ${sayings[becomes]}${why.length === 0 ? '' : ` (${why.join('; ')})`}`;

const sayings: Readonly<Record<ServiceChange['becomes'], string>> = {
  added: 'added',
  removed: 'removed',
  rolled: 'rolled, one task after another, without interruption',
  replaced: 'replaced by another service',
  changed: 'changed in place, its tasks go on',
  untouched: 'untouched',
};

const costs = ({ monthlyCost }: Plan): string[] => {
  if (monthlyCost === undefined) return [];
  const { before, after } = monthlyCost;
  return [`  about per month: ${before === undefined ? '' : `${money(before)}, then `}${money(after)}`];
};
