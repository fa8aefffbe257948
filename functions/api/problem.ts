import type { Finding } from '../../schemas/gen/api.types.ts';

/** A refusal on its way to the caller as RFC 9457 problem+json. Its code is part of the contract, its text is not. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly findings: readonly Finding[];
  readonly operation: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: {
      readonly findings?: readonly Finding[];
      readonly operation?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.findings = more.findings ?? [];
    this.operation = more.operation;
    this.headers = more.headers ?? {};
  }
}
