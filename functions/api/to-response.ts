import { Problem } from './problem.ts';
import type { Answer } from './use-case.ts';

/** Payload 2.0's answer. `statusCode` is always there: without it API Gateway would take the object for a 200's body. */
export function toResponse(answer: Answer | Problem, instance: string) {
  if (!(answer instanceof Problem)) {
    const { status, body, headers, type = 'application/json' } = answer;
    return {
      statusCode: status,
      headers: { 'content-type': type, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    };
  }
  const { status, code, message, findings, operation, headers } = answer;
  const body = {
    type: `https://moorage.dev/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title: code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' '),
    status,
    code,
    detail: message,
    instance,
    ...(findings.length > 0 ? { findings } : {}),
    ...(operation ? { operation } : {}),
  };
  return { statusCode: status, headers: { 'content-type': 'application/problem+json', ...headers }, body: JSON.stringify(body) };
}
