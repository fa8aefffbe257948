#!/usr/bin/env node
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { askPerson } from './ask-person.ts';
import { readFolder } from './read-folder.ts';
import { run } from './run.ts';
import { runProgram } from './run-program.ts';

// The first Ctrl-C detaches, the second ends us at once. Never `once`: the library that restores the cursor ends the process
// itself as soon as it finds no other listener, and a `once` listener is gone before it is called.
const interruption = new AbortController();
// While the terminal is another program's, so is Ctrl-C.
let lent = false;
process.on('SIGINT', () => {
  if (lent) return;
  if (interruption.signal.aborted) process.exit(130);
  interruption.abort();
});
// `moorage status | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));

const person = { signal: interruption.signal, interrupt: () => interruption.abort() };

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  interrupted: interruption.signal,
  fetch: (url, init) => fetch(url, init),
  readFile: (path) => readFile(path, 'utf8'),
  readFolder,
  sleep: (milliseconds) => setTimeout(milliseconds, undefined, { signal: interruption.signal }),
  now: () => Date.now(),
  newKey: () => randomUUID(),
  run: async (program, args, output) => {
    lent = output === 'terminal';
    return runProgram(program, args, output).finally(() => {
      lent = false;
    });
  },
  ask: async (question) => {
    if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) return undefined;
    return askPerson(question, { input: process.stdin, output: process.stdout }, person);
  },
});
