import type { Verdict } from '../verdict.ts';
import { environmentQuestions } from './environment-questions.ts';
import type { Evidence } from './evidence.ts';
import { forbiddenToFunctions } from './forbidden-to-functions.ts';
import { forbiddenToStackRole } from './forbidden-to-stack-role.ts';
import { lambdaNeeds } from './lambda-needs.ts';
import { may } from './may.ts';
import { outsideQuestions } from './outside-questions.ts';
import type { Request } from './request.ts';
import type { Role } from './role.ts';
import { scopeFaults } from './scope-faults.ts';
import { stackRoleNeeds } from './stack-role-needs.ts';
import { justified, unused } from './unused.ts';

export interface Judgement extends Verdict {
  /** A line per role: what was judged of it, what it is granted, what of it nobody asked for. */
  readonly lines: readonly string[];
}

/** Every question of this judge, asked of roles as they are or as a defect has left them. */
export async function judgeEvidence(evidence: Evidence): Promise<Judgement> {
  const { control, settings } = evidence;
  const names = {
    table: settings.TABLE ?? '',
    bucket: settings.BUCKET ?? '',
    bus: settings.BUS ?? '',
    stackRole: control.stack.arn,
  };
  const failures: string[] = [];
  const lines: string[] = [];
  const idle: string[] = [];
  let cases = 0;
  const expect = async (wanted: 'allowed' | 'denied', who: string, role: Role, request: Request, why: string) => {
    cases += 1;
    const answer = await may(role, request);
    const given = Object.entries(request.context ?? {}).map(([name, value]) => ` ${name}=${value}`);
    const what = `${who}: ${request.action} on ${request.resource}${given.join('')} (${why})`;
    if ('error' in answer) failures.push(`${what} cannot be judged: ${answer.error}`);
    else if (answer.allowed !== (wanted === 'allowed')) failures.push(`${what} is ${answer.allowed ? 'allowed' : 'denied'}`);
  };

  for (const [name, role] of Object.entries(control.functions)) {
    const calls = evidence.recorded.filter(({ by }) => by === name);
    const own = lambdaNeeds(name, role);
    for (const call of calls) await expect('allowed', name, role, call, `called ${call.times} times`);
    for (const need of own) await expect('allowed', name, role, need, 'Lambda itself');
    for (const [what, { but = [], ...request }] of Object.entries(forbiddenToFunctions(names)))
      await expect(but.includes(name) ? 'allowed' : 'denied', name, role, request, what);
    failures.push(...(await scopeFaults(name, role)));
    const used = new Set([...calls, ...own].map(({ action }) => action));
    const left = unused(name, role, used);
    idle.push(...left);
    const granted = new Set(role.statements.flatMap(({ Action }) => Action)).size;
    const times = calls.reduce((sum, call) => sum + call.times, 0);
    lines.push(
      `${name}: ${times} requests judged (${calls.length} different), ${granted} actions granted, ${left.length} unused`,
    );
  }

  const templates = evidence.environments.flatMap(([own]) => own.templates);
  const needs = await stackRoleNeeds(templates, evidence.handlersOf, control.boundary.arn);
  for (const need of needs) await expect('allowed', 'StackRole', control.stack, need, `for ${need.type}`);
  for (const [what, request] of Object.entries(forbiddenToStackRole(control.boundary.arn, names)))
    await expect('denied', 'StackRole', control.stack, request, what);
  failures.push(...(await scopeFaults('StackRole', control.stack)));
  failures.push(...(await scopeFaults('the boundary', { arn: '', statements: control.boundary.statements })));
  const left = unused('StackRole', control.stack, new Set(needs.map(({ action }) => action)));
  idle.push(...left);
  const granted = new Set(control.stack.statements.flatMap(({ Action }) => Action)).size;
  lines.push(`StackRole: ${needs.length} requests judged, ${granted} actions granted, ${left.length} unused`);

  let asked = 0;
  for (const [first, second] of evidence.environments)
    for (const [own, other] of [[first, second] as const, [second, first] as const]) {
      for (const [id, role] of Object.entries(own.roles))
        if (!role.boundary) failures.push(`${id} of ${own.name} has no boundary`);
      for (const { role: id, wanted, ...request } of [
        ...environmentQuestions(own, other, names),
        ...outsideQuestions(own, other),
      ]) {
        const role = own.roles[id];
        if (!role) throw new Error(`${own.name} has no ${id}`);
        asked += 1;
        await expect(wanted, `${id} of ${own.name}`, role, request, `beside ${other.name}`);
      }
    }
  lines.push(`roles of environments: ${asked} requests judged, over ${evidence.environments.length * 2} environments`);

  const known = justified.flatMap((one) => one.unused);
  if (justified.length > 5) failures.push(`${justified.length} reasons for unused actions, five at most`);
  failures.push(...idle.filter((one) => !known.includes(one)).map((one) => `${one} is granted and never used`));
  failures.push(...known.filter((one) => !idle.includes(one)).map((one) => `${one} is justified as unused, and is not`));
  const knownGaps = justified.map((one) => `granted and never used: ${one.unused.join(', ')}: ${one.because}`);
  return { cases, failures: [...new Set(failures)], skipped: [], knownGaps, lines };
}
