import { isDeepStrictEqual } from 'node:util';
import type { Connect } from '../../../cloud/connect.ts';
import { compareValues } from './compare-values.ts';
import type { Describer, HeldResource, Properties } from './describer.ts';
import { ec2Held } from './ec2-held.ts';
import { ecrHeld } from './ecr-held.ts';
import { ecsHeld } from './ecs-held.ts';
import { iamHeld } from './iam-held.ts';
import { logsHeld } from './logs-held.ts';
import { readStack, type StackInMoto } from './read-stack.ts';
import { resolve, type Scope } from './resolve.ts';
import { templateTags } from './template-tags.ts';

export interface Comparison {
  /** That are there. */
  readonly resources: number;
  /** That were compared, the outputs of the stacks among them, and what is lost not. */
  readonly properties: number;
  readonly differences: readonly string[];
  /** What moto is known not to take over from a template and did not take over, by type, with the reason. */
  readonly lost: readonly string[];
}

const describers: Readonly<Record<string, Describer>> = { ...ec2Held, ...ecrHeld, ...ecsHeld, ...iamHeld, ...logsHeld };

/**
 * Whether what moto's services hold of an environment is what the templates of its stacks ask for, property by property and
 * output by output. The services are asked, and not CloudFormation.
 */
export async function compareWithTemplates(moto: Connect, environment: string): Promise<Comparison> {
  const all: Comparison[] = [];
  for (const kind of ['registry', 'foundation', 'services']) {
    const stack = await readStack(moto, `moorage-${environment}-${kind}`);
    if (stack) all.push(await compareStack(moto, stack, kind));
  }
  const sum = (of: (one: Comparison) => number) => all.reduce((total, one) => total + of(one), 0);
  const none = all.length === 0 ? [`${environment} has no stack`] : [];
  return {
    resources: sum((one) => one.resources),
    properties: sum((one) => one.properties),
    differences: [...none, ...all.flatMap((one) => one.differences)],
    lost: [...new Set(all.flatMap((one) => one.lost))].sort(),
  };
}

async function compareStack(moto: Connect, stack: StackInMoto, kind: string): Promise<Comparison> {
  const scope = scopeOf(moto, stack);
  const differences: string[] = [];
  const lost: string[] = [];
  let [resources, properties] = [0, 0];
  for (const [id, { Type }] of Object.entries(stack.resources)) {
    const say = (text: string) => differences.push(`${kind}.${id} (${Type}) ${text}`);
    const describer = describers[Type];
    if (!describer) {
      say('is of a type nobody here can ask for');
      continue;
    }
    const { wanted, held } = await scope.both(id);
    const { unasked = [] } = describer;
    const loses = Object.fromEntries(
      Object.entries(describer.loses ?? {}).map(([path, loss]) => [
        path,
        loss.instead === 'stack tags' ? { ...loss, instead: templateTags(stack.tags) } : loss,
      ]),
    );
    const whole = loses[''];
    if (held instanceof Error) {
      if (whole && /NoSuch|NotFound/.test(held.name)) lost.push(`${Type}: ${whole.because}`);
      else say(`is not there: ${held.message}`);
      continue;
    }
    resources += 1;
    if (whole) say('is there: moto no longer loses it');
    const found = { differences: [] as string[], lost: [] as string[] };
    const own = await ownOf(held.properties, stack, id, describer, scope);
    for (const name of Object.keys(wanted))
      if (Object.hasOwn(own, name)) compareValues(wanted[name], own[name], name, loses, found);
      else if (loses[name]) found.lost.push(name);
      else found.differences.push(`${name}: nobody here can ask for it`);
    for (const name of unasked) if (!Object.hasOwn(wanted, name)) compareValues(undefined, own[name], name, {}, found);
    properties += Object.keys(wanted).length - new Set(found.lost.map((path) => path.split('.')[0])).size;
    for (const text of found.differences) say(text);
    for (const path of found.lost) lost.push(`${Type}.${path}: ${loses[path]?.because}`);
  }
  for (const [name, { Value }] of Object.entries(stack.wantedOutputs)) {
    properties += 1;
    const found = { differences: [] as string[], lost: [] as string[] };
    compareValues(await resolve(Value, scope), stack.outputs[name], `${kind}.Outputs.${name}`, {}, found);
    differences.push(...found.differences);
  }
  return { resources, properties, differences, lost };
}

/** What is held, without what other resources of the stack put there. No entry is no property. */
async function ownOf(
  held: Properties,
  stack: StackInMoto,
  id: string,
  { apart }: Describer,
  scope: ReturnType<typeof scopeOf>,
): Promise<Properties> {
  const list = apart ? held[apart.property] : undefined;
  if (!apart || !Array.isArray(list)) return held;
  const own = [...(list as readonly unknown[])];
  for (const [other, { Type }] of Object.entries(stack.resources)) {
    if (Type !== apart.type) continue;
    const entry = apart.entry((await scope.both(other)).wanted, stack.physicalIds[id] ?? '');
    const at = own.findIndex((one) => isDeepStrictEqual(one, entry));
    if (at >= 0) own.splice(at, 1);
  }
  return { ...held, [apart.property]: own.length > 0 ? own : undefined };
}

interface Both {
  readonly wanted: Properties;
  /** An error says why it is not there. */
  readonly held: HeldResource | Error;
}

/** Resolves what a stack's template refers to; attributes come from the services, like everything else that is held. */
function scopeOf(moto: Connect, stack: StackInMoto): Scope & { both(id: string): Promise<Both> } {
  const asked = new Map<string, Promise<Both>>();
  const [, partition, , region, account] = stack.id.split(':');
  const pseudo: Properties = { 'AWS::Partition': partition, 'AWS::Region': region, 'AWS::AccountId': account };
  const ask = async (id: string): Promise<Both> => {
    const { Type = '', Properties: template = {} } = stack.resources[id] ?? {};
    const wanted = (await resolve(template, scope)) as Properties;
    try {
      const held = await describers[Type]?.describe(moto, stack.physicalIds[id] ?? '', wanted);
      return { wanted, held: held ?? notFound() };
    } catch (error) {
      return { wanted, held: error instanceof Error ? error : new Error(String(error)) };
    }
  };
  const scope = {
    ref: (name: string) => pseudo[name] ?? stack.parameters[name] ?? stack.physicalIds[name],
    async attribute(id: string, name: string) {
      const { held } = await scope.both(id);
      return held instanceof Error ? undefined : held.attributes?.[name];
    },
    both(id: string) {
      const both = asked.get(id) ?? ask(id);
      asked.set(id, both);
      return both;
    },
  };
  return scope;
}

const notFound = () => Object.assign(new Error('its service does not know it'), { name: 'NotFound' });
