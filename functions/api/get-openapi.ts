import { openapi } from './openapi.ts';
import type { Use } from './use-case.ts';

export const getOpenapi: Use = async () => ({ status: 200, body: openapi() });
