import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunningFilter } from '../../../../components/panel/running-filter.ts';

type Row = { readonly n: number };
const even = ({ n }: Row): boolean => n % 2 === 0;
const small = ({ n }: Row): boolean => n < 50;
/** A clock that lets it ask some rows a slice. */
const slow = () => {
  let at = 0;
  return () => (at += 1);
};

describe('a running filter', () => {
  it('ends with what a plain filter gives, however the list and the question change on the way', () => {
    const change = fc.oneof(
      fc.record({ do: fc.constant('append' as const), by: fc.nat(300) }), fc.record({ do: fc.constant('prepend' as const), by: fc.nat(300) }),
      fc.record({ do: fc.constant('replace' as const), by: fc.nat(500) }), fc.record({ do: fc.constant('drop' as const), by: fc.nat(100) }),
      fc.record({ do: fc.constant('ask' as const), by: fc.nat(3) }), fc.record({ do: fc.constant('run' as const), by: fc.nat(3) }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
        const filter = new RunningFilter<Row>();
        let rows: readonly Row[] = [];
        let test: ((row: Row) => boolean) | null = null;
        let n = 0;
        const fresh = (count: number): Row[] => Array.from({ length: count }, () => ({ n: n++ % 97 }));
        for (const { do: what, by } of changes) {
          if (what === 'append') rows = [...rows, ...fresh(by)];
          else if (what === 'prepend') rows = [...fresh(by), ...rows];
          else if (what === 'replace') rows = rows.map((row, i) => (i === by ? { n: n++ % 97 } : row));
          else if (what === 'drop') rows = rows.slice(by);
          else if (what === 'ask') {
            test = [null, even, small, (row: Row) => even(row)][by] ?? null;
            filter.ask(by === 3 ? 1 : by, test);
          } else filter.run(by, slow());
          filter.take(rows);
        }
        while (!filter.isDone) filter.run(5, slow());
        expect(filter.shown).toEqual(test ? rows.filter(test) : rows);
      }),
    );
  });

  it('asks the last rows first, and stops at the moment that was set', () => {
    const filter = new RunningFilter<Row>();
    const asked: number[] = [];
    filter.take(Array.from({ length: 1_000 }, (_, i) => ({ n: i })));
    filter.ask('q', ({ n }) => asked.push(n) > 0);
    filter.run(2, slow());
    expect(asked[0]).toBe(999);
    expect(asked.length).toBeLessThan(200);
    expect(filter.shown.map((row) => row.n)).toEqual(asked.toReversed());
    expect(filter.isDone).toBe(false);
  });

  it('asks of a longer list the new rows alone', () => {
    const filter = new RunningFilter<Row>();
    const rows = Array.from({ length: 500 }, (_, i) => ({ n: i }));
    let asked = 0;
    filter.take(rows);
    filter.ask('q', () => ++asked > 0);
    filter.run(Infinity, slow());
    filter.take([{ n: -1 }, ...rows, { n: 500 }]);
    filter.run(Infinity, slow());
    expect(asked).toBe(502);
  });

  it('keeps showing what it found while the same question is asked under other circumstances, and drops it with another', () => {
    const filter = new RunningFilter<Row>();
    filter.take(Array.from({ length: 1_000 }, (_, i) => ({ n: i })));
    filter.ask('q', even);
    filter.run(Infinity, slow());
    filter.ask('q', (row) => even(row));
    expect(filter.shown).toHaveLength(500);
    filter.ask('other', even);
    expect(filter.shown).toHaveLength(0);
  });
});
