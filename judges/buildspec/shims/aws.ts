import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { gitPassword } from '../git-host.ts';
import { readOptions, Unknown } from './read-options.ts';
import { readState, record, refuse } from './shim-state.ts';

/** The AWS CLI of the build: passwords for ECR and for connections, and objects out of a folder. */
const [folder = '', ...argv] = process.argv.slice(2);
record(folder, ['aws', ...argv]);
try {
  const kinds = { region: 'value', bucket: 'value', key: 'value', 'version-id': 'value' } as const;
  const { words, all } = readOptions(argv, kinds);
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
  } else if (service === 's3api' && operation === 'get-object' && words.length === 3) {
    const [bucket, key, version] = [all.bucket?.[0], all.key?.[0], all['version-id']?.[0]];
    const object = `${folder}/s3/${bucket}/${encodeURIComponent(`${key}@${version}`)}`;
    if (!existsSync(object)) throw new Error('An error occurred (NoSuchVersion) when calling the GetObject operation');
    copyFileSync(object, source);
    console.log('{}');
  } else if (service === 'codecommit' && operation === 'credential-helper' && all.region?.[0] === 'eu-west-1') {
    // UseHttpPath has git say the path, without which nothing can be signed; what worked is not kept.
    const asked = readFileSync(0, 'utf8');
    if (source === 'get' && /^path=.+/m.test(asked)) process.stdout.write(`username=role\npassword=${gitPassword}\n`);
  } else throw new Unknown('unknown call');
} catch (error) {
  const { name, message } = error as Error;
  if (name === 'Unknown') refuse(folder, ['aws', ...argv], message);
  console.error(`aws: error: ${message}`);
  process.exitCode = 252;
}
