import { physicalIdOf } from './physical-id-of.ts';

interface Made {
  readonly environment: string;
  readonly operation: string;
}

/** The environment a physical id stands for, and the operation that made it; undefined: we never gave it to this resource. */
export function madeAs(actor: string, id: string): Made | undefined {
  const [, operation = '', environment = ''] = /^moorage-((.+)-[a-z]{5}-[a-z]{5})-[0-9a-f]{16}$/.exec(id) ?? [];
  return operation !== '' && physicalIdOf(actor, operation) === id ? { environment, operation } : undefined;
}
