import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestLines } from '../../../domain/logs/newest-lines.ts';

const event = (at: number, message: string) => ({ at, message, source: 'web/1' });

describe('the newest lines', () => {
  it('page by page are all lines once, in order, as long as no millisecond is fuller than a page', () => {
    const times = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 8 }), (drawn, limit) => {
        const counts = new Map<number, number>();
        const events = drawn.flatMap((at, index) => {
          const count = counts.get(at) ?? 0;
          counts.set(at, count + 1);
          return count < limit ? [event(at, `${index}`)] : [];
        });
        const seen: string[] = [];
        let before: number | undefined = Number.POSITIVE_INFINITY;
        while (before !== undefined) {
          const limitTo: number = before;
          const page = newestLines(
            events.filter(({ at }) => at < limitTo),
            limit,
          );
          expect(page.lines.length).toBeLessThanOrEqual(limit);
          seen.unshift(...page.lines.map(({ message }) => message));
          before = page.before;
        }
        const inOrder = [...events].sort((a, b) => a.at - b.at).map(({ message }) => message);
        expect(seen).toEqual(inOrder);
      }),
    );
  });

  it('of one millisecond are shown as far as a page goes', () => {
    const { lines, before } = newestLines([event(7, 'a'), event(7, 'b'), event(7, 'c')], 2);

    expect([lines.map(({ message }) => message), before]).toEqual([['b', 'c'], 7]);
  });

  it('are never none when there is one', () => {
    expect(newestLines([event(1, '\u0000'.repeat(2_000_000))], 1).lines).toMatchObject([{ cut: true }]);
  });
});
