import { blueprintVersion } from '../../domain/blueprint-version.ts';
import { version } from '../../domain/version.ts';
import type { Health } from '../../schemas/gen/api.types.ts';
import type { Use } from './use-case.ts';

/** One read of the record: it shows that the record can be read, and what operators have stopped. */
export const getHealth: Use = async (_request, { table, embedded, log }) => {
  const facts = { version, blueprintVersion, embedded };
  try {
    const freeze = await table.freezes.get();
    const body: Health = { status: 'ok', ...facts, ...(freeze ? { freeze } : {}) };
    return { status: 200, body };
  } catch (error) {
    // The name alone: a message of AWS names accounts and roles.
    const name = error instanceof Error ? error.name : 'Error';
    log({ level: 'ERROR', message: 'the record cannot be read', error: String(error) });
    const body: Health = { status: 'degraded', ...facts, error: name };
    return { status: 503, body, headers: { 'retry-after': '5' } };
  }
};
