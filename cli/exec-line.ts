import { quote } from './quote.ts';

interface Wanted {
  readonly region: string;
  readonly cluster: string;
  readonly ecsService: string;
  /** Absent: whichever a shell finds when the text is pasted. */
  readonly task: string | undefined;
  readonly container: string;
  readonly words: readonly string[];
}

/** The call of the AWS CLI that enters a container: as arguments, and as text to paste into a shell. */
export const execLine = ({ region, cluster, ecsService, task, container, words }: Wanted) => {
  const place = ['--cluster', cluster, '--region', region];
  // ECS takes the whole command as one text; that it is split like a shell would is what everybody sees, and no page says.
  const rest = [
    '--container',
    container,
    '--interactive',
    '--command',
    words.length === 1 ? (words[0] ?? '') : words.map(quote).join(' '),
  ];
  const find = ['aws', 'ecs', 'list-tasks', ...place, '--service-name', ecsService, '--desired-status', 'RUNNING'].map(quote);
  const found = task === undefined ? `"$(${find.join(' ')} --query 'taskArns[0]' --output text)"` : quote(task);
  return {
    args: ['ecs', 'execute-command', ...place, '--task', task ?? '', ...rest],
    text: `aws ecs execute-command ${place.map(quote).join(' ')} --task ${found} ${rest.map(quote).join(' ')}`,
  };
};
