import { describe, expect, it } from 'vitest';
import { operationEnded } from '../../../domain/events/operation-ended.ts';
import type { Operation, Result } from '../../../domain/operation/operation.ts';
import type { OperationFailed, OperationSucceeded } from '../../../schemas/gen/event.types.ts';
import {
  validateOperationCancelled,
  validateOperationFailed,
  validateOperationSucceeded,
} from '../../../schemas/gen/event-validators.js';

const ended = (status: Operation['status'], result: Result | undefined, more: Partial<Operation> = {}): Operation => ({
  id: 'shop-lusab-babad',
  environment: 'shop',
  kind: 'UPDATE',
  status,
  revision: 3,
  trigger: 'request',
  actor: 'arn:aws:iam::111122223333:user/ada',
  openedAt: '2026-11-01T00:00:00.000Z',
  startedAt: '2026-11-01T00:00:01.000Z',
  endedAt: '2026-11-01T00:02:31.400Z',
  requestHash: 'x',
  execution: 'shop-lusab-babad',
  recoveries: 0,
  attempts: {},
  waits: {},
  causes: {},
  ...(result ? { result } : {}),
  ...more,
});
const digest = `sha256:${'a'.repeat(64)}`;
const image = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${'n'.repeat(256)}@${digest}`;
const services = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`s${n}`, { arn: 'arn', image, digest, commands: { exec: 'aws' } }]),
  );

describe('the event of an ended operation', () => {
  it('is not there before the operation is over, or when it never began', () => {
    expect(operationEnded(ended('FAILING', undefined))).toBeUndefined();
    expect(operationEnded(ended('RUNNING', { becomes: 'AVAILABLE' }))).toBeUndefined();
    expect(operationEnded(ended('CANCELLED', undefined))).toBeUndefined();
  });

  it('is made from the record alone, so that a repeat is the same', () => {
    const operation = ended('SUCCEEDED', { becomes: 'AVAILABLE', outputs: { services: services(2) } });

    expect(operationEnded(operation)).toEqual(operationEnded(structuredClone(operation)));
    expect(operationEnded(operation)).toMatchObject({
      type: 'Operation Succeeded',
      detail: { id: 'shop-lusab-babad/ended', at: '2026-11-01T00:02:31.400Z', seconds: 150, environmentStatus: 'AVAILABLE' },
    });
  });

  it('names at most 50 images, and how many it leaves out', () => {
    const few = operationEnded(ended('SUCCEEDED', { becomes: 'AVAILABLE', outputs: { services: services(50) } }));
    const many = operationEnded(ended('SUCCEEDED', { becomes: 'AVAILABLE', outputs: { services: services(120) } }));

    expect(few?.detail).not.toHaveProperty('imagesLeftOut');
    const detail = many?.detail as OperationSucceeded;
    expect([detail.images.length, detail.imagesLeftOut, validateOperationSucceeded(detail)]).toEqual([50, 70, true]);
    expect(JSON.stringify(many).length).toBeLessThan(64_000);
    expect(detail.images[0]).toEqual({ service: 's0', image, digest });
  });

  it('of a failure carries diagnosis, remedy and link, cut to their length and without the evidence', () => {
    const long = 'ä'.repeat(5000);
    const diagnosis = { code: 'X', sentence: 's', evidence: ['a line'], remedy: 'r', terminal: true, link: `https://${long}` };
    const lastFailure = {
      operation: 'shop-lusab-babad',
      at: '2026-11-01T00:02:31.400Z',
      code: 'X',
      sentence: long,
      remedy: long,
    };

    const event = operationEnded(ended('FAILED', { becomes: 'STUCK', lastFailure, stuck: long }, { diagnosis }));

    const detail = event?.detail as OperationFailed;
    expect([event?.type, detail.code, detail.environmentStatus]).toEqual(['Operation Failed', 'X', 'STUCK']);
    expect(detail.sentence).toBe(`${'ä'.repeat(1999)}…`);
    expect([validateOperationFailed(detail), JSON.stringify(detail).includes('a line')]).toEqual([true, false]);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(64_000);
  });

  it('leaves out a text that holds a secret', () => {
    const lastFailure = { operation: 'o', at: '2026-11-01T00:02:31.400Z', sentence: 'said -----BEGIN PRIVATE KEY----- abc' };

    const { detail } = operationEnded(ended('FAILED', { becomes: 'FAILED', lastFailure })) ?? {};

    expect((detail as OperationFailed).sentence).toBe('Left out: it looks as if it held a private key.');
  });

  it('of a cancel says by whom', () => {
    const cancelled = { by: 'bob', at: '2026-11-01T00:01:00.000Z' };

    const { detail } = operationEnded(ended('CANCELLED', { becomes: 'AVAILABLE' }, { cancelled })) ?? {};

    expect([detail, validateOperationCancelled(detail)]).toEqual([expect.objectContaining({ by: 'bob' }), true]);
    expect(detail).not.toHaveProperty('reason');
  });
});
