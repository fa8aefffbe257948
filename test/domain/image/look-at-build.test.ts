import { describe, expect, it } from 'vitest';
import type { BuildView } from '../../../domain/image/build-view.ts';
import { lookAtBuild, lookAtStoppedBuild } from '../../../domain/image/look-at-build.ts';
import type { Attempt } from '../../../domain/operation/operation.ts';
import { after, attempt, called, iso, operation } from '../operation/operations.ts';

const digest = 'sha256:feed';
const build = attempt('web-1f3a9c', 'build', { ...called, reference: 'moorage-builder:1' });
const view = (status: string, more: Partial<BuildView> = {}): BuildView => ({
  id: 'moorage-builder:1',
  status,
  complete: status !== 'IN_PROGRESS',
  phase: 'COMPLETED',
  messages: [],
  exported: {},
  ...more,
});
const look = (attempts: readonly Attempt[], seen: BuildView | undefined, tagged: string | undefined = undefined, seconds = 300) =>
  lookAtBuild(operation(attempts), 'web-1f3a9c', seen, tagged, after(seconds));

describe('lookAtBuild', () => {
  it.each([
    ['nothing was tried', [], undefined, undefined, { state: 'START', action: 'build' }],
    [
      'the call may never have been made',
      [attempt('web-1f3a9c', 'build')],
      undefined,
      undefined,
      { state: 'START', again: true },
    ],
    ['it was accepted and is not shown', [build], undefined, undefined, { state: 'RUNNING' }],
    ['it runs', [build], view('IN_PROGRESS', { phase: 'BUILD' }), undefined, { state: 'RUNNING', detail: 'BUILD' }],
    ['it succeeded but is not complete', [build], view('SUCCEEDED', { complete: false }), digest, { state: 'RUNNING' }],
    ['it succeeded and its tag is there', [build], view('SUCCEEDED'), digest, { state: 'DONE', detail: digest }],
    ['it succeeded and its tag is not there', [build], view('SUCCEEDED'), undefined, { state: 'FAILED' }],
    ['it runs, and the tag is there already', [build], view('IN_PROGRESS'), digest, { state: 'RUNNING' }],
    ['it failed', [build], view('FAILED'), digest, { state: 'FAILED', retryable: false }],
    ['it took too long', [build], view('TIMED_OUT'), undefined, { state: 'FAILED', retryable: false }],
    ['it was stopped', [build], view('STOPPED'), undefined, { state: 'FAILED', retryable: false }],
    ['CodeBuild itself failed', [build], view('FAULT'), undefined, { state: 'FAILED', retryable: true }],
    ['it is known to be done', [{ ...build, outcome: 'DONE' } as Attempt], view('FAILED'), undefined, { state: 'DONE' }],
    ['it is known to have failed', [{ ...build, outcome: 'FAILED' } as Attempt], view('SUCCEEDED'), digest, { state: 'FAILED' }],
  ])('%s', (_what, attempts, seen, tagged, expected) => {
    expect(look(attempts, seen, tagged)).toMatchObject(expected);
  });

  it.each([
    ['PROVISIONING', 'User is not authorized to perform: logs:CreateLogStream', 100, 1, true],
    ['PROVISIONING', 'User is not authorized to perform: logs:CreateLogStream', 121, 1, false],
    ['POST_BUILD', 'User is not authorized to perform: ecr:PutImage', 100, 1, false],
    ['PROVISIONING', 'INTERNAL_SERVICE_ERROR', 100, 1, false],
    ['PROVISIONING', 'AccessDenied', 100, 3, false],
  ])('a failure in %s (%s) after %i s in attempt %i is retried: %s', (failedPhase, message, seconds, n, retryable) => {
    const attempts = Array.from({ length: n }, (_, index) => ({ ...build, n: index + 1 }));

    expect(look(attempts, view('FAILED', { failedPhase, messages: [message] }), undefined, seconds)).toMatchObject({ retryable });
  });

  const inputs = 'f'.repeat(64);
  const nothingToMake = view('SUCCEEDED', { exported: { MOORAGE_INPUTS: inputs, MOORAGE_UNCHANGED: '1' } });

  it('takes the image that serves where the build found nothing to make, while the registry has it', () => {
    expect(look([build], nothingToMake, digest)).toEqual({
      state: 'DONE',
      detail: expect.stringMatching(/^unchanged: /),
      inputs,
      unchanged: true,
    });
    expect(look([build], nothingToMake)).toMatchObject({ state: 'FAILED', retryable: true });
    expect(look([build, { ...build, n: 2 }, { ...build, n: 3 }], nothingToMake)).toMatchObject({ retryable: false });
  });

  it.each([
    [{ MOORAGE_INPUTS: inputs }, { inputs }],
    [{ MOORAGE_INPUTS: '' }, {}],
    [{ MOORAGE_INPUTS: `${inputs}\n` }, {}],
    [{}, {}],
  ])('keeps what a build says it was made of: %j', (exported, kept) => {
    expect(look([build], view('SUCCEEDED', { exported }), digest)).toEqual({ state: 'DONE', detail: digest, ...kept });
  });

  it('is about the last attempt only', () => {
    const first: Attempt = { ...build, outcome: 'FAILED', reason: 'tried again' };

    expect(look([first, { ...build, n: 2, at: iso(60) }], view('SUCCEEDED'), digest).state).toBe('DONE');
  });
});

describe('lookAtStoppedBuild', () => {
  const stop = (attempts: readonly Attempt[], views: readonly BuildView[], seconds = 300) => {
    const found = lookAtStoppedBuild(operation(attempts), 'web-1f3a9c', views, after(seconds));
    return found.state === 'START' ? `START ${found.action}${found.again ? ' again' : ''}` : found.state;
  };
  const stopping = attempt('web-1f3a9c', 'stop', { at: iso(100) });

  it.each([
    ['nothing was built', [], [], 300, 'DONE'],
    ['a call may still arrive', [attempt('web-1f3a9c', 'build')], [], 20, 'WAIT'],
    ['it never arrived', [attempt('web-1f3a9c', 'build')], [], 45, 'DONE'],
    ['it runs', [build], [view('IN_PROGRESS')], 300, 'START stop'],
    ['the stop may never have been called', [build, stopping], [view('IN_PROGRESS')], 300, 'START stop again'],
    ['it is being stopped', [build, { ...stopping, ...called }], [view('IN_PROGRESS')], 300, 'RUNNING'],
    ['it ended', [build, { ...stopping, ...called }], [view('STOPPED')], 300, 'DONE'],
    ['one of two still runs', [build], [view('FAILED'), view('IN_PROGRESS')], 300, 'START stop'],
  ])('%s', (_what, attempts, views, seconds, state) => {
    expect(stop(attempts, views, seconds)).toBe(state);
  });
});
