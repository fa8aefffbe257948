import { exitCode } from './exit-code.ts';
import { Stop } from './stop.ts';

/** Something answered with success, but not what Moorage answers: a proxy's login page, another program on the port. */
export const unlikeMoorage = (url: string): Stop =>
  new Stop(exitCode.unreachable, `${url} does not answer like Moorage; is --url right?`);
