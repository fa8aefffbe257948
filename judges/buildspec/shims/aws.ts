import { copyFileSync, existsSync } from 'node:fs';
import { readOptions, Unknown } from './read-options.ts';
import { readState, record, refuse } from './shim-state.ts';

/** The AWS CLI of the build: a password for ECR, and objects out of a folder. */
const [folder = '', ...argv] = process.argv.slice(2);
record(folder, ['aws', ...argv]);
try {
  const { words } = readOptions(argv, {});
  const [service, operation, source = '', target = ''] = words;
  if (service === 'ecr' && operation === 'get-login-password' && words.length === 2) {
    const { ecrPassword } = readState(folder);
    process.stdout.write(`${ecrPassword}\n`);
  } else if (service === 's3' && operation === 'cp' && words.length === 4) {
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(source) ?? [];
    const object = `${folder}/s3/${bucket}/${encodeURIComponent(key)}`;
    if (existsSync(object)) {
      copyFileSync(object, target);
      console.log(`download: ${source} to ./${target}`);
    } else {
      console.error(`fatal error: An error occurred (404) when calling the HeadObject operation: Key "${key}" does not exist`);
      process.exitCode = 1;
    }
  } else throw new Unknown('unknown call');
} catch (error) {
  const { name, message } = error as Error;
  if (name === 'Unknown') refuse(folder, ['aws', ...argv], message);
  console.error(`aws: error: ${message}`);
  process.exitCode = 252;
}
