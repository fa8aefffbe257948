import type { Templates } from '../../cloud/templates.ts';
import { type StackKind, stackKinds } from '../../domain/operation/stack-kind.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
import type { StandingStack, StandingStacks } from '../../domain/restore/standing-stack.ts';
import { templateIdentity } from '../../domain/restore/template-identity.ts';

/** The environment's stacks as they stand. One without our tag is nobody's, whatever it is called. */
export async function standingStacks(environment: string, templates: Templates): Promise<StandingStacks> {
  const found = await Promise.all(
    stackKinds.map(async (kind): Promise<[StackKind, StandingStack][]> => {
      const name = stackName(environment, kind);
      const running = await templates.running(name);
      if (running?.tags['moorage:environment'] !== environment) return [];
      const { status, createdAt, body, parameters, outputs } = running;
      return [[kind, { name, status, createdAt, identity: templateIdentity(body), parameters, outputs }]];
    }),
  );
  return Object.fromEntries(found.flat());
}
