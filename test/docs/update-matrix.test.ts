import { beforeAll, describe, expect, it } from 'vitest';
import { type Row, updateMatrix } from '../../docs/generate/update-matrix.ts';
import { updateMatrixPage } from '../../docs/generate/update-matrix-page.ts';
import { logicalId } from '../../domain/logical-id.ts';

let rows: readonly Row[] = [];
/** Each way out, with and without bastion and names; `npm run check` renders the others. */
const examples = ['hello.json', 'private-mixed.json', 'public.json', 'shop.json'];
beforeAll(() => {
  rows = updateMatrix(examples);
}, 120_000);

const all = () =>
  rows.flatMap(({ field, what, cases }) =>
    cases.flatMap(({ outcome, ...one }) =>
      'refused' in outcome ? [] : [{ ...one, ...outcome, field, about: `${field}: ${what} in ${one.example}` }],
    ),
  );

/** Replaced by every new version of a task, and by nothing else. */
const isTaskDefinition = ({ type }: { readonly type: string }) => type === 'AWS::ECS::TaskDefinition';

describe('the update matrix', () => {
  it('is made of hundreds of cases, some in every example', () => {
    expect(all().length).toBeGreaterThan(250);
    expect([...new Set(all().map(({ example }) => example))].sort()).toEqual(examples);
  });

  it('never replaces anything but task definitions, and those only of services that roll', () => {
    const wrong = all().flatMap(({ about, stacks, services }) => {
      const rolling = services.filter(({ becomes }) => becomes === 'rolled').map(({ service }) => logicalId(service));
      return stacks
        .flatMap(({ replaced }) => replaced)
        .filter((one) => !isTaskDefinition(one) || !rolling.includes(one.id.replace(/TaskDefinition$/, '')))
        .map(({ id }) => `${about} replaces ${id}`);
    });

    expect(wrong).toEqual([]);
  });

  it('touches no service but the one that is changed, where the field is of one service', () => {
    const wrong = all()
      .filter(({ field }) => field.startsWith('services.*.') || field.startsWith('builds.*.'))
      .flatMap(({ about, service, services }) =>
        services.filter((one) => one.service !== service && one.becomes !== 'untouched').map((one) => `${about}: ${one.service}`),
      );

    expect(wrong).toEqual([]);
  });

  it('takes away nothing a service stands on that stays', () => {
    const own = /(ExecutionRole|TaskRole|SecurityGroup|Service|TaskDefinition)$/;
    const wrong = all().flatMap(({ about, stacks, services }) => {
      const staying = services.filter(({ becomes }) => becomes !== 'removed').map(({ service }) => logicalId(service));
      return stacks
        .flatMap(({ removed }) => removed)
        .filter(({ id }) => own.test(id) && staying.includes(id.replace(own, '')))
        .map(({ id }) => `${about} takes ${id}`);
    });

    expect(wrong).toEqual([]);
  });

  it('interrupts by no other fields than these', () => {
    const fields = new Set(
      all()
        .filter(({ interruptions }) => interruptions.length > 0)
        .map(({ field }) => field),
    );

    // A bastion that moves or leaves, and routes that are turned.
    expect([...fields].sort()).toEqual(['bastion', 'egress', 'network.nat', 'paused', 'services.*.egress']);
  });

  it('refuses only another block', () => {
    const refused = rows.filter(({ cases }) => cases.some(({ outcome }) => 'refused' in outcome)).map(({ field }) => field);

    expect(refused).toEqual(['network.cidr']);
  });

  it('is a page with a line for each change', () => {
    const lines = updateMatrixPage(rows)
      .split('\n')
      .filter((line) => line.startsWith('| '));

    expect(lines).toHaveLength(rows.length + 1);
    for (const line of lines) expect(line.match(/ \| /g), line).toHaveLength(6);
  });
});
