/** One question to IAM: may this action be done to this resource, with these condition keys? */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}
