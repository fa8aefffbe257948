import type { Problem } from '../schemas/gen/api.types.ts';

/** The service understood the request and said no (4xx). Repeating it unchanged would be refused again. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}
