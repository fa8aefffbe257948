import { createInterface } from 'node:readline/promises';

/** One line from whoever sits at the terminal; empty when they close it (Ctrl-D). Ctrl-C calls `interrupt`, which has to abort the signal. */
export const askPerson = async (
  question: string,
  { input, output }: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
  { signal, interrupt }: { readonly signal: AbortSignal; readonly interrupt: () => void },
): Promise<string> => {
  const lines = createInterface({ input, output, terminal: true });
  // Readline keeps Ctrl-C for itself, and a question nobody answers any more would hold the process without an end.
  lines.once('SIGINT', interrupt);
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  const answered = lines.question(question, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return '';
  });
  try {
    return await Promise.race([answered, closed]);
  } finally {
    lines.close();
  }
};
