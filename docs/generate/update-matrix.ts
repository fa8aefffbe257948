import { readdirSync, readFileSync } from 'node:fs';
import { type Consequences, consequences, type Side } from '../../blueprint/consequences.ts';
import { renderDraft } from '../../blueprint/render.ts';
import type { RenderInput } from '../../blueprint/render-input.ts';
import { canonicalJson } from '../../domain/hash.ts';
import { imageJobs } from '../../domain/image/image-jobs.ts';
import { repositoryId } from '../../domain/image/repository-id.ts';
import { check } from '../../domain/spec/check.ts';
import { checkChange } from '../../domain/spec/check-change.ts';
import { complete } from '../../domain/spec/complete.ts';
import { mergePatch } from '../../domain/spec/merge-patch.ts';
import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { fieldChanges, type SpecChange } from './field-changes.ts';

/** What a change of a field brought about in one example. */
export interface Case {
  readonly example: string;
  /** The service that was changed, where one was. */
  readonly service?: string;
  readonly before: Spec;
  readonly after: Spec;
  readonly outcome: (Consequences & { readonly madeImages: boolean }) | { readonly refused: string };
}

export interface Row extends Pick<SpecChange, 'field' | 'what' | 'reason'> {
  readonly cases: readonly Case[];
}

const folder = new URL('../../examples/', import.meta.url);

/** Every field of the schema, changed in every example it can be changed in. */
export function updateMatrix(examples = exampleFiles()): readonly Row[] {
  const specs = examples.map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Spec] as const);
  const sides = new Map<string, Side>();
  const changes = fieldChanges();
  const found = specs.flatMap(([example, spec]) =>
    changes.flatMap((change) => {
      const one = caseOf(example, spec, change, sides);
      return one ? [[change, one] as const] : [];
    }),
  );
  return changes.map((change): Row => {
    const { field, what, reason } = change;
    const cases = found.filter(([of]) => of === change).map(([, one]) => one);
    if (cases.length === 0) throw new Error(`no example can have ${field} changed (${what})`);
    return { field, what, ...(reason === undefined ? {} : { reason }), cases };
  });
}

function exampleFiles(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
}

/** Undefined where the example cannot be so, before or after. */
function caseOf(example: string, spec: Spec, change: SpecChange, sides: Map<string, Side>): Case | undefined {
  const service = Object.keys(spec.services ?? {})[0];
  if (change.ofService && service === undefined) return undefined;
  const { given, change: patch } = change.patches(service ?? '');
  const before = given.reduce<unknown>(mergePatch, spec) as Spec;
  const after = mergePatch(before, patch) as Spec;
  if (refusal(check(before)) || refusal(check(after))) return undefined;
  const refused = refusal(checkChange(complete(before), complete(after)));
  const about = { example, ...(change.ofService && service !== undefined ? { service } : {}), before, after };
  if (refused) return { ...about, outcome: { refused: refused.code } };
  const running = sideOf(before, sides);
  // What ran can be gone back to: its repositories stay.
  const wanted = sideOf(after, sides, repositoriesOf(before));
  const made = new Set(imageJobs(running.spec).map(({ sourceHash }) => sourceHash));
  const madeImages = imageJobs(wanted.spec).some(({ sourceHash }) => !made.has(sourceHash));
  return { ...about, outcome: { ...consequences(running, wanted), madeImages } };
}

const refusal = (findings: readonly Finding[]) => findings.find(({ severity }) => severity === 'refusal');

/** Rendered once each: a change often begins where another does. */
function sideOf(spec: Spec, sides: Map<string, Side>, keptRepositories: readonly string[] = []): Side {
  const own = repositoriesOf(spec);
  const kept = keptRepositories.filter((one) => !own.includes(one));
  const key = canonicalJson([spec, kept]);
  const known = sides.get(key) ?? { stacks: renderDraft({ ...inputOf(spec), keptRepositories: kept }), spec: complete(spec) };
  sides.set(key, known);
  return known;
}

const repositoriesOf = (spec: Spec) =>
  [...new Set(imageJobs(complete(spec)).map(({ repository }) => repositoryId(repository)))].sort();

function inputOf(spec: Spec): RenderInput {
  const effective = complete(spec);
  return {
    environment: 'shop',
    revision: 1,
    spec: effective,
    images: imageJobs(effective),
    zoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
    bastionImageId: 'ami-0123456789abcdef0',
    controlPlane: { builderArns: ['arn:aws:codebuild:eu-west-1:111122223333:project/builder'], bucketName: 'work' },
  };
}
