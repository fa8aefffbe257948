import type { Operation, Target } from '../../domain/operation/operation.ts';
import { parseStackName } from '../../domain/operation/stack-name.ts';
import { type Advance, advance } from './advance.ts';
import type { Aim } from './aim.ts';

/** An EventBridge event, as far as a doorbell reads it: nothing but whom it is about. */
export interface DoorbellEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources?: readonly string[];
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * An event is a doorbell, not a message: it says which step to look for, and the look decides. A lost event costs one
 * timeout of the waiting state, a doubled one nothing, and a late one of an older operation finds no wait of its kind.
 */
export function makeWake(aimOf: (target: Target, operation: Operation) => Aim, deps: Advance) {
  return async (event: DoorbellEvent): Promise<{ readonly looked: readonly string[] }> => {
    const about = addressee(event);
    const environment = about && (await deps.table.environments.get(about.environment));
    const operation = environment?.active && (await deps.table.operations.get(environment.active.operation));
    if (!about || !operation) return { looked: [] };
    const rung = Object.entries(operation.waits).filter(([, wait]) => about.concerns(wait.target));
    for (const [key, wait] of rung) await advance(operation, key, wait, aimOf(wait.target, operation), false, deps);
    return { looked: rung.map(([key]) => key) };
  };
}

interface Addressee {
  readonly environment: string;
  readonly concerns: (target: Target) => boolean;
}

function addressee(event: DoorbellEvent): Addressee | undefined {
  const { detail = {} } = event;
  if (event.source === 'aws.cloudformation') {
    // arn:aws:cloudformation:region:account:stack/NAME/uuid
    const parsed = parseStackName(String(detail['stack-id']).split('/')[1] ?? '');
    return (
      parsed && { environment: parsed.environment, concerns: (target) => target.kind === 'stack' && target.stack === parsed.kind }
    );
  }
  if (event.source === 'aws.codebuild') {
    const [environment = '', image = ''] = waitVariable(detail).split('/');
    return { environment, concerns: (target) => target.kind === 'build' && target.image === image };
  }
  if (event.source === 'aws.ecs') {
    // arn:aws:ecs:region:account:service/CLUSTER/SERVICE, or …:cluster/CLUSTER
    const cluster = String(detail.clusterArn ?? event.resources?.[0] ?? '').split('/')[1] ?? '';
    const parsed = parseStackName(cluster);
    return (
      parsed && {
        environment: parsed.environment,
        concerns: (target) => target.kind === 'deployment' || (target.kind === 'stack' && target.stack === 'services'),
      }
    );
  }
  return undefined;
}

/** The build repeats its plaintext variables in the event, so nobody has to know the build's id first. */
function waitVariable(detail: Readonly<Record<string, unknown>>): string {
  const information = detail['additional-information'] as
    | { environment?: { 'environment-variables'?: { name?: string; value?: string }[] } }
    | undefined;
  return information?.environment?.['environment-variables']?.find((variable) => variable.name === 'MOORAGE_WAIT')?.value ?? '';
}
