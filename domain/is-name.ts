const namePattern = /^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/;

/** What an environment may be called; the schema says the same. */
export const isName = (name: string): boolean => namePattern.test(name);
