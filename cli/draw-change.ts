import { styleText } from 'node:util';
import type { Difference } from '../schemas/gen/api.types.ts';
import type { Terminal } from './io.ts';

/** One place of a spec, what it was and what it becomes. */
export const drawChange = ({ pointer, before, after }: Difference, stream: Terminal): string => {
  const [was, is] = [before, after].map((value) => (value === undefined ? 'nothing' : JSON.stringify(value)));
  return `${pointer}: ${styleText('red', was ?? '', { stream })} → ${styleText('green', is ?? '', { stream })}`;
};
