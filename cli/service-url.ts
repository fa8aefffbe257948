import type { Io } from './io.ts';

/** Where the service is when nobody says: the port of `npm start`. */
export const serviceUrl = (env: Io['env']): string => env.MOORAGE_URL ?? 'http://127.0.0.1:4600';
