import type { Source } from './describe-findings.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { Stop } from './stop.ts';

/** The file's text, which is known to be JSON: places in it can be counted. */
export const readSpec = async (file: string, io: Io): Promise<Source> => {
  const text = await io.readFile(file).catch((error: unknown) => {
    throw new Stop(exitCode.refused, `${file} cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  });
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Stop(exitCode.refused, `${file} is not JSON: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  return { file, text };
};
