import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerBody } from '../../../domain/stack-request/answer-body.ts';

const about = {
  stackId: `arn:aws:cloudformation:eu-west-1:111122223333:stack/${'s'.repeat(128)}/01234567-89ab-cdef-0123-456789abcdef`,
  logicalId: 'E'.repeat(255),
  requestId: '01234567-89ab-cdef-0123-456789abcdef',
  physicalId: `moorage-${'e'.repeat(30)}-0123456789abcdef`,
};
const link = `https://abcdefghij.execute-api.eu-west-1.amazonaws.com/operations/${'e'.repeat(30)}-lusab-babad`;
const bytes = (text: string) => Buffer.byteLength(text);

it('has at most 4096 bytes, whatever there is to say, and says where all of it is', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 6000 });
  fc.assert(
    fc.property(texts, fc.dictionary(fc.string({ maxLength: 60 }), texts, { maxKeys: 30 }), (reason, data) => {
      for (const verdict of [{ status: 'FAILED', reason } as const, { status: 'SUCCESS', data } as const]) {
        const body = answerBody(about, verdict, link);
        expect(bytes(body)).toBeLessThanOrEqual(4096);
        expect(JSON.stringify(JSON.parse(body))).toContain(link);
      }
    }),
  );
});

it('leaves out attributes from the end', () => {
  const data = {
    EnvironmentId: 'shop',
    ServiceArns: 'a'.repeat(1500),
    ImageUris: 'i'.repeat(1500),
    'ImageUris.web': 'i'.repeat(1500),
  };
  const { Data } = JSON.parse(answerBody(about, { status: 'SUCCESS', data }, link)) as { Data: object };
  expect(Object.keys(Data)).toEqual(['EnvironmentId', 'ServiceArns', 'ImageUris', 'Link']);
});

it('says the whole reason where it fits', () => {
  const { Reason } = JSON.parse(answerBody(about, { status: 'FAILED', reason: 'No such image.' }, link)) as { Reason: string };
  expect(Reason).toBe(`No such image. All of it: ${link}`);
});
