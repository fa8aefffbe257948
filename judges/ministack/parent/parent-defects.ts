import { deployed } from '../deployed.ts';
import type { Template } from '../synthesized-app.ts';
import type { Spoil } from './in-ministack.ts';
import { judgeSilent, judgeSpoilt } from './judge-parents.ts';
import { asMinistackAsks } from './judge-provider.ts';
import type { WithParents } from './with-parents.ts';

const spoils: Readonly<Record<string, Spoil>> = {
  'a provider that answers with another RequestId': (answer) => ({ ...answer, RequestId: 'of-nobody' }),
  'a provider that says nothing of what it has made': ({ Data: _, ...answer }) => answer,
  'a provider that calls its resource something else each time': (answer) => ({
    ...answer,
    PhysicalResourceId: `${answer.PhysicalResourceId}-${answer.RequestId}`,
  }),
};

/** Providers with something wrong in them, and what becomes of a customer's stack. */
export const parentDefects: Readonly<Record<string, (world: WithParents) => Promise<readonly string[]>>> = {
  ...Object.fromEntries(
    Object.entries(spoils).map(([defect, spoil]) => [defect, (world: WithParents) => judgeSpoilt(world, spoil)]),
  ),
  'a provider that never answers': judgeSilent,
  'a provider that is exported under another name': async (world) => {
    const { standing } = await deployed(world, { template: exportedElsewhere });
    return (await asMinistackAsks(world, standing)).failures;
  },
};

interface Output {
  readonly Export?: { readonly Name: string };
}

function exportedElsewhere(template: Template): Template {
  const { Outputs = {} } = template as { readonly Outputs?: Readonly<Record<string, Output>> };
  const changed = Object.entries(Outputs).map(([id, output]) => [
    id,
    output.Export ? { ...output, Export: { Name: `${output.Export.Name}Two` } } : output,
  ]);
  return { ...template, Outputs: Object.fromEntries(changed) } as Template;
}
