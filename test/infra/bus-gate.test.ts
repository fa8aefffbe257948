import { describe, expect, test } from 'vitest';
import { synthesized } from './synthesized.ts';

const { resources } = synthesized();
const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);

/** Whoever may put events on the bus may have every environment rebuilt: an event says of nobody who put it there. */
describe('the bus', () => {
  test('has no policy of its own: nobody outside of the account may put events on it', () => {
    expect(ofType('AWS::Events::EventBus')).toHaveLength(1);
    expect(ofType('AWS::Events::EventBus')[0]?.Properties.Policy).toBeUndefined();
    expect(ofType('AWS::Events::EventBusPolicy')).toEqual([]);
  });

  test('takes events of no role of ours but the functions’, and these on this bus alone', () => {
    const putting = ['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::ManagedPolicy']
      .flatMap(ofType)
      .flatMap(statementsOf)
      .filter(({ Action }) => [Action].flat().some((action) => /^(?:\*|events:(?:\*|Put\*|PutEvents))$/.test(String(action))));

    expect(putting.length).toBeGreaterThan(0);
    for (const { Effect, Resource } of putting)
      expect([Effect, Resource]).toEqual(['Allow', { 'Fn::GetAtt': [expect.stringMatching(/^Bus/), 'Arn'] }]);
  });
});

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
}

function statementsOf({ Properties }: { readonly Properties: Readonly<Record<string, unknown>> }): readonly Statement[] {
  const documents = [
    Properties.PolicyDocument,
    ...((Properties.Policies ?? []) as readonly { readonly PolicyDocument: unknown }[]).map(
      ({ PolicyDocument }) => PolicyDocument,
    ),
  ];
  return documents.flatMap(
    (document) => (document as { readonly Statement?: readonly Statement[] } | undefined)?.Statement ?? [],
  );
}
