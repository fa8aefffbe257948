import type { Io } from './io.ts';
import { serviceUrl } from './service-url.ts';

/** A command to paste later: it names the service only where the environment does not. */
export const recall = (command: string, url: string, io: Io): string =>
  `moorage ${command}${url === serviceUrl(io.env) ? '' : ` --url ${url}`}`;
