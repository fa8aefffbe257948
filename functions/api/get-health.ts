import { version } from '../../domain/version.ts';
import type { Use } from './use-case.ts';

export const getHealth: Use = async (_request, { embedded }) => ({ status: 200, body: { status: 'ok', version, embedded } });
