import type { Diagnosis } from '../../schemas/gen/api.types.ts';
import type { StoppedTask } from '../operation/deployment-view.ts';
import type { Cause } from '../operation/operation.ts';
import { diagnoseTask, evidenceOf } from './diagnose-task.ts';
import { type Match, match } from './match.ts';
import { propose, type Wanted } from './propose.ts';
import { serviceOfTask } from './service-of-task.ts';
import { buildSignatures, planSignatures, stackSignatures } from './signatures.ts';

export interface Evidence {
  /** Absent: the record has lost it, and no remedy can be held against it. */
  readonly wanted?: Wanted;
  readonly causes: readonly Cause[];
  readonly cancelled?: { readonly by: string; readonly reason?: string };
  readonly builds: readonly {
    readonly subject: string;
    /** Those that run the image. */
    readonly services: readonly string[];
    readonly reason: string;
    readonly lines: readonly string[];
    readonly link?: string;
  }[];
  readonly tasks: readonly { readonly task: StoppedTask; readonly lines: readonly string[] }[];
  readonly stacks: readonly { readonly stack: string; readonly reasons: readonly string[] }[];
}

/**
 * The root cause of a failed operation. A task or a build says more than the stack that contains it, and what came first
 * more than what followed; where the table knows nothing, the evidence is shown as it is.
 */
export function diagnose(evidence: Evidence): Diagnosis {
  if (evidence.cancelled) {
    const { by, reason } = evidence.cancelled;
    return plain('CANCELLED', `Cancelled by ${by}${reason ? `: ${reason}` : ''}.`, [], 'Send the request again to go on.', false);
  }
  const { wanted } = evidence;
  for (const { subject, services, reason, lines, link } of evidence.builds) {
    const found = match(buildSignatures, subject, [reason, ...lines]);
    const diagnosis: Found =
      found ??
      plain(
        'BUILD_FAILED',
        `The build of ${subject} failed.`,
        [reason, ...lines],
        'The last lines of its log are in the evidence.',
        true,
      );
    const proposal = wanted && propose(diagnosis.mend, wanted, services, diagnosis.evidence.join('\n'));
    return strip({ ...diagnosis, evidence: shorten(diagnosis.evidence), ...proposal, ...(link ? { link } : {}) });
  }
  for (const { task, lines } of evidence.tasks) {
    const service = wanted && serviceOfTask(task, wanted.effective);
    const found = diagnoseTask(task, lines, service);
    if (!found) continue;
    const proposal = wanted && service && propose(found.mend, wanted, [service], found.evidence.join('\n'));
    return strip({ ...found, evidence: shorten([...evidenceOf(task), ...lines]), ...proposal });
  }
  for (const { stack, reasons } of evidence.stacks) {
    for (const reason of reasons) {
      const found = match(stackSignatures, `the ${stack} stack`, [reason]);
      if (found) return strip({ ...found, evidence: firstOf([reason, ...reasons]) });
    }
    if (reasons.length > 0)
      return plain(
        'STACK_FAILED',
        `CloudFormation could not make ${reasons[0]?.split(' ')[0]} of the ${stack} stack.`,
        firstOf(reasons),
        'CloudFormation’s reason is in the evidence.',
        true,
      );
  }
  const [first] = evidence.causes;
  if (first?.name === 'PhaseDeadline')
    return plain(
      'PHASE_DEADLINE',
      `${cut(`${first.phase} did not finish in time: ${first.message}`)}.`,
      firstOf(messages(evidence)),
      'Try again; if it stays, the evidence says what was waited for.',
      false,
    );
  const refused = first && match(planSignatures, first.subject, [first.message]);
  if (refused) return strip({ ...refused, evidence: firstOf(refused.evidence) });
  if (first)
    return plain(
      codeOf(first.name),
      cut(`${first.phase} failed: ${first.message}`),
      firstOf(messages(evidence)),
      'Send the request again; if it stays, ask an operator.',
      false,
    );
  return plain(
    'EXECUTION_ENDED',
    'The operation’s execution ended before the operation did.',
    [],
    'Send the request again.',
    false,
  );
}

const messages = ({ causes }: Evidence) =>
  causes.map(({ phase, subject, name, message }) => `${phase} ${subject} ${name}: ${message}`);
const cut = (text: string) => text.slice(0, 500);
/** Enough to see the error and what led to it; the link has the rest. */
const shorten = (lines: readonly string[]) => [...new Set(lines)].slice(-12).map(cut);
/** The same of reasons, of which the first is the cause and what follows, its consequence. */
const firstOf = (reasons: readonly string[]) => [...new Set(reasons)].slice(0, 12).map(cut);
const codeOf = (name: string) =>
  name
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

function plain(code: string, sentence: string, evidence: readonly string[], remedy: string, terminal: boolean): Diagnosis {
  return { code, sentence, evidence: [...evidence], remedy, terminal };
}

type Found = Diagnosis & Partial<Pick<Match, 'failFast' | 'mend'>>;

function strip({ failFast, mend, ...diagnosis }: Found): Diagnosis {
  return diagnosis;
}
