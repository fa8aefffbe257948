import type { Difference, OperationView } from '../schemas/gen/api.types.ts';

/** The cause first, in one sentence; then what proves it, what to do, and everything else that went wrong on the way. */
export const describeFailure = ({ id, environment, status, diagnosis, causes }: OperationView): string[] => [
  ...(diagnosis === undefined
    ? [`${id} ${status === 'CANCELLED' ? 'was cancelled.' : 'failed, and nothing says why.'}`]
    : [
        `${diagnosis.sentence} (${diagnosis.code}, ${diagnosis.terminal ? 'will not go away by itself' : 'may pass when repeated'})`,
        ...diagnosis.evidence.flatMap((evidence) => evidence.split('\n').map((line) => `  | ${line}`)),
        `  remedy: ${diagnosis.remedy}`,
        ...(diagnosis.patch === undefined ? [] : [`  patch:  ${patched(diagnosis)}`, `  send it: moorage fix ${environment}`]),
        ...(diagnosis.link === undefined ? [] : [`  link:   ${diagnosis.link}`]),
      ]),
  ...(causes.length === 0 ? [] : [`  causes, first to last:`]),
  ...causes.map(({ name, phase, subject, message }) => `    ${phase} ${subject}: ${name}: ${message}`),
];

/** Place by place, or as it would be sent. */
const patched = ({ changes = [], patch }: { readonly changes?: readonly Difference[]; readonly patch?: object }): string =>
  changes.length === 0
    ? JSON.stringify(patch)
    : changes.map(({ pointer, before, after }) => `${pointer} ${JSON.stringify(before)} → ${JSON.stringify(after)}`).join(', ');
