import type { Plain } from './plain.ts';
import type { Story } from './stories.ts';
import type { Walked } from './walk.ts';

export interface Difference {
  /** `Create.ServiceToken` of every stack, or `create-fails 1: asked` of one step. */
  readonly what: string;
  readonly sentence: string;
}

export interface Compared {
  readonly cases: number;
  readonly differences: readonly Difference[];
}

/** What MiniStack did otherwise than the story says, and otherwise than the simulator. */
export function compared(stack: string, story: Story, ours: readonly Walked[], theirs: readonly Walked[]): Compared {
  let cases = 0;
  const differences: Difference[] = [];
  const same = (what: string, our: unknown, their: unknown, where = '') => {
    cases += 1;
    const [a, b] = [JSON.stringify(our), JSON.stringify(their)];
    if (a !== b) differences.push({ what, sentence: `${where}${what} is ${b} and not ${a}` });
  };
  story.forEach(({ ends }, index) => {
    const [our, their] = [ours[index], theirs[index]];
    const what = (part: string) => `${stack} ${index + 1}: ${part}`;
    same(what('simulator'), ends, our?.status);
    same(what('status'), ends, their?.status);
    if (!our || !their) return;
    same(what('outputs'), sorted(our.outputs), sorted(their.outputs));
    same(what('environments'), sorted(our.environments), sorted(their.environments));
    same(what('asked'), askedIn(our), askedIn(their));
    same(what('reasons'), our.reasons, their.reasons);
    their.exchanged.forEach(({ event, answer }, at) => {
      const other = our.exchanged[at];
      if (!other || other.event.RequestType !== event.RequestType) return;
      const type = String(event.RequestType);
      for (const field of fieldsOf(event, other.event))
        same(`${type}.${field}`, other.event[field], event[field], `${what('')} `);
      for (const field of fieldsOf(answer, other.answer))
        same(`${type}'s answer.${field}`, other.answer[field], answer[field], `${what('')} `);
    });
  });
  return { cases, differences };
}

const askedIn = ({ exchanged }: Walked) => exchanged.map(({ event }) => `${event.RequestType} ${event.PhysicalResourceId ?? ''}`);
const fieldsOf = (a: Plain, b: Plain) => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
const sorted = (record: Plain) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
