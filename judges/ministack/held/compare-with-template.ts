import { describers } from './describers.ts';
import { isHeld } from './is-held.ts';
import { resolvedIn } from './resolved-in.ts';
import type { Standing } from './standing.ts';

export interface Difference {
  /** `AWS::Events::EventBus.Description`, or the type alone where the whole thing is missing. */
  readonly what: string;
  readonly sentence: string;
}

export interface Comparison {
  /** Properties that were compared. */
  readonly cases: number;
  readonly differences: readonly Difference[];
}

/** Every resource of the template and every property of it, as the emulator's own APIs describe it. */
export async function compareWithTemplate(standing: Standing): Promise<Comparison> {
  const differences: Difference[] = [];
  let cases = 0;
  for (const [id, { Type, Properties = {} }] of Object.entries(standing.template.Resources)) {
    const physical = standing.physical.get(id);
    const describe = describers[Type];
    cases += 1;
    if (physical === undefined) differences.push({ what: Type, sentence: `${id} is not in the stack` });
    else if (describe) {
      const wanted = resolvedIn(standing, Properties) as Readonly<Record<string, unknown>>;
      const held = await describe(standing, physical, wanted).catch((error: unknown) => String(error));
      if (typeof held !== 'object') {
        differences.push({ what: Type, sentence: `${id} cannot be described: ${held ?? 'it is not there'}` });
        continue;
      }
      cases += Object.keys(wanted).length;
      for (const [property, value] of Object.entries(wanted)) {
        if (isHeld({ [property]: value }, held)) continue;
        const there = Object.entries(held).find(([key]) => key.toLowerCase() === property.toLowerCase())?.[1];
        const sentence = `${id}.${property} is ${JSON.stringify(there)} instead of ${JSON.stringify(value)}`;
        differences.push({ what: `${Type}.${property}`, sentence });
      }
    } else if (!Type.startsWith('Custom::')) differences.push({ what: Type, sentence: `nobody can describe a ${Type}` });
  }
  return { cases, differences };
}
