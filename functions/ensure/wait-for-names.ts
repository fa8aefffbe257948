import type { Names } from '../../cloud/names.ts';
import { isNameOutput } from '../../domain/network/is-name-output.ts';
import type { Look } from '../../domain/operation/look.ts';
import type { StackView } from '../../domain/operation/stack-view.ts';

/**
 * ECS takes tasks out of Cloud Map some time after they have stopped, and Cloud Map deletes no service that still has one.
 * CloudFormation would try a few times and then leave it behind, so nothing that takes a name away begins before it is empty.
 * `keeps` are the outputs of the names that stay.
 */
export async function waitForNames(
  look: Look,
  view: StackView | undefined,
  keeps: readonly string[],
  names: Names,
): Promise<Look> {
  const takesAway = look.state === 'START' && (look.action === 'delete' || look.action === 'update');
  if (!takesAway || look.again || !view) return look;
  const leaving = Object.entries(view.outputs).filter(([output]) => isNameOutput(output) && !keeps.includes(output));
  for (const [output, arn] of leaving) {
    const count = await names.registered(arn);
    if (count > 0) return { state: 'WAIT', detail: `${count} still registered in ${output.replace(/RegistryArn$/, '')}` };
  }
  return look;
}
