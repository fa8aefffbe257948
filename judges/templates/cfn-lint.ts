import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { judgesPython } from '../judges-python.ts';
import type { TemplateFinding } from './template-finding.ts';
import type { TemplateFile } from './write-templates.ts';

/** One of each partition, and us-east-1. A property may be known in one region and not in another. */
const regions = ['eu-west-1', 'us-east-1', 'us-gov-west-1', 'cn-north-1'];
const mostPerRun = 60;
const lanes = 2;

interface Match {
  readonly Filename: string | null;
  readonly Level: string;
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
  readonly Rule: { readonly Id: string };
}

/** Every error and warning of cfn-lint's default rules. It uses one core and starts in half a second, hence two at a time. */
export async function cfnLint(files: readonly TemplateFile[], say: (line: string) => void): Promise<readonly TemplateFinding[]> {
  const program = join(dirname(await judgesPython()), 'cfn-lint');
  const nameOf = new Map(files.map(({ path, name }) => [path, name]));
  // Dealt like cards, because they come with the largest first: no run then has all the slow ones.
  const runs = Math.max(lanes, Math.ceil(files.length / mostPerRun));
  const batches = Array.from({ length: runs }, (_, run) =>
    files.filter((_, index) => index % runs === run).map(({ path }) => path),
  ).filter((paths) => paths.length > 0);
  const matches: Match[] = [];
  let done = 0;
  const lane = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      matches.push(...(await lint(program, batch)));
      done += batch.length;
      if (files.length > mostPerRun) say(`cfn-lint has judged ${done} of ${files.length} templates`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return matches.map(({ Filename, Message, Location, Rule }) => ({
    by: 'cfn-lint',
    template: nameOf.get(Filename ?? '') ?? 'cfn-lint itself',
    rule: Rule.Id,
    message: Location.Path ? `${Location.Path.join('.')}: ${Message}` : Message,
  }));
}

/** Files by name and not by pattern: one that is not there is an error, a pattern without a match is silence. */
function lint(program: string, paths: readonly string[]): Promise<readonly Match[]> {
  const [first = '.'] = paths;
  const home = dirname(first);
  const options = {
    // Where nobody's .cfnlintrc is: a configuration would change what is judged.
    cwd: home,
    env: { ...process.env, HOME: home },
    timeout: 300_000,
    maxBuffer: 256 * 1024 * 1024,
  };
  return new Promise((resolve, reject) => {
    execFile(program, ['--format', 'json', '--regions', ...regions, '--template', ...paths], options, (error, stdout, stderr) => {
      // 2, 4 and 8 are its bits for errors, warnings and advice; everything else is a run that failed.
      const judged = !error || (typeof error.code === 'number' && error.code > 1 && error.code < 16);
      if (!judged) return reject(new Error(`cfn-lint failed (${error?.code ?? error?.signal}): ${stderr || stdout}`));
      try {
        resolve(JSON.parse(stdout));
      } catch (cause) {
        reject(new Error(`cfn-lint answered with no JSON: ${stdout.slice(0, 500)}${stderr}`, { cause }));
      }
    });
  });
}
