import schema from '../../schemas/spec.schema.json' with { type: 'json' };
import type { Use } from './use-case.ts';

export const getSpecSchema: Use = async () => ({ status: 200, body: schema, type: 'application/schema+json' });
