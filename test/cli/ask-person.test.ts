import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { askPerson } from '../../cli/ask-person.ts';

/** A person who types this when asked. */
async function asked(types: string) {
  const [input, output, ctrlC] = [new PassThrough(), new PassThrough(), new AbortController()];
  const answer = askPerson('Send it? ', { input, output }, { signal: ctrlC.signal, interrupt: () => ctrlC.abort() });
  input.write(types);
  const said = await answer.catch((error: Error) => error.name);
  output.end();
  return { said, shown: await text(output), aborted: ctrlC.signal.aborted };
}

it('asks, and answers with the line that was typed', async () => {
  const { said, shown } = await asked('yes\n');

  expect(said).toBe('yes');
  expect(shown).toContain('Send it? ');
});

it('is answered with nothing by Ctrl-D, and interrupted by Ctrl-C', async () => {
  expect(await asked('\x04')).toMatchObject({ said: '', aborted: false });
  expect(await asked('\x03')).toMatchObject({ said: 'AbortError', aborted: true });
});
