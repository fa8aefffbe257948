const namePattern = /^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/;

export const isName = (name: string): boolean => namePattern.test(name);
