import type { Customers } from './customers.ts';
import { type Plain, plainAnswer, plainEvent } from './plain.ts';
import type { SentAnswer } from './sent-event.ts';
import type { Story } from './stories.ts';

/** What came of a step, with all that is different by chance left out. */
export interface Walked {
  readonly status: string;
  /** Why something failed in this step. */
  readonly reasons: readonly string[];
  readonly exchanged: readonly { readonly event: Plain; readonly answer: Plain }[];
  /** By the output's name: which attributes of the answers have its value. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly environments: Readonly<Record<string, string>>;
}

/** One stack's life, step by step, as long as it goes as told. */
export async function walk(customers: Customers, stack: string, story: Story): Promise<readonly Walked[]> {
  const { heard, told, token } = customers;
  const walked: Walked[] = [];
  let known: readonly string[] = [];
  for (const step of story) {
    const before = heard.length;
    await customers.begin(stack, step);
    const { status, outputs, reasons } = await customers.settled(stack);
    const fresh = reasons.filter((reason) => !known.includes(reason));
    known = reasons;
    const asked = heard.slice(before);
    const answers = asked.flatMap(({ RequestId }) => told.get(RequestId) ?? []);
    walked.push({
      status,
      reasons: fresh.map((reason) => plainReason(reason, answers)).sort(),
      exchanged: asked.map((event) => ({
        event: plainEvent(event, token),
        answer: plainAnswer(told.get(event.RequestId), event),
      })),
      outputs: attributesIn(outputs, [...told.values()]),
      environments: await customers.environments(),
    });
    if (status !== step.ends) break;
  }
  return walked;
}

function plainReason(reason: string, answers: readonly SentAnswer[]): string {
  const said = answers.find(({ Reason }) => Reason !== undefined && reason.includes(Reason))?.Reason;
  const plain = said === undefined ? reason : reason.replace(said, 'what was answered');
  return plain.replace(/[0-9a-f-]{36}/, 'uuid').trim();
}

function attributesIn(outputs: Readonly<Record<string, string>>, answers: readonly SentAnswer[]) {
  const having = (value: string) =>
    answers.flatMap(({ Data = {} }) => Object.keys(Data).filter((attribute) => Data[attribute] === value));
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, [...new Set(having(value))].sort().join(', ')]),
  );
}
