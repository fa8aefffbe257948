interface Asked {
  readonly actor: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
}

/** What an operation's id is made from when a request has an Idempotency-Key: a key means nothing to another caller or route. */
export const requestSeed = ({ actor, method, path, key }: Asked): string => `${actor}\n${method}\n${path}\n${key}`;
