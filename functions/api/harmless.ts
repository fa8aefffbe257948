import { stripVTControlCharacters } from 'node:util';

/** One line of what strangers wrote (a container, a build, AWS), so that it steers no terminal it is shown in. */
export function harmless(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return stripVTControlCharacters(line).replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, ' ');
}
