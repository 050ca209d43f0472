import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../../lib/view/filter/parse.ts';
import { printFilter } from '../../../../lib/view/filter/print.ts';

const shape = (text: string): string => printFilter(parseFilter(text).root);
const problem = (text: string) => parseFilter(text).problem;
/** The part of the text that is underlined. */
const place = (text: string): string | null => {
  const wrong = problem(text);
  return wrong && text.slice(wrong.from, wrong.to);
};

describe('what is read', () => {
  it.each([
    ['', ''], ['  ', ''],
    ['a b', 'a b'], ['a AND b', 'a b'], ['a OR b c', 'a OR b c'], ['(a OR b) c', '(a OR b) c'], ['a and or', 'a and or'], ['((a))', 'a'], ['(a b) c', 'a b c'],
    ['-a', '-a'], ['--a', 'a'], ['-(a b)', '-(a b)'], ['-(-a)', '-(-a)'], ['-kind:log', '-kind:log'], ['a-b', 'a-b'], ['-"a b"', '-"a b"'],
    ['"say \\"hi\\" \\\\ \\n"', '"say \\"hi\\" \\\\ \\\\n"'], ['"half open', '"half open"'], ['"AND"', '"AND"'],
    ['/ab+/i', '/ab+/i'], ['/add to/', '/add to/'], ['/[/]x/', '/[/]x/'], ['/p/1', '"/p/1"'], ['/checkout', '"/checkout"'], ['(/a/)', '/a/'],
    ['VENDOR:sentry', 'vendor:sentry'], ['user:"Ada Lovelace"', 'user:"Ada Lovelace"'], ['status:404', 'status:=404'], ['status:400-499', 'status:400-499'], ['errors:>0', 'errors:>0'],
    ['gap:>30m', 'gap:>1800000ms'], ['gap:1.5h', 'gap:=5400000ms'], ['duration:5-10S', 'duration:5000ms-10000ms'], ['gap:<2d', 'gap:<172800000ms'],
    ['sentry.event.level:error', 'sentry.event.level:error'], ['data/@user/name:Ada', 'data/@user/name:Ada'], ['price:>=10', 'price:">=10"'],
    ['https://shop.example/p', '"https://shop.example/p"'], ['localhost:5173', '"localhost:5173"'], ['10:14', '"10:14"'], ['map(x) (f(y) z)', '"map(x)" "f(y)" z'], ['a)', '"a)"'],
  ])('%s', (text, printed) => {
    expect(shape(text)).toBe(printed);
    expect(problem(text)).toBeNull();
  });

  it('keeps the places of its parts', () => {
    expect(parseFilter('a -(b OR kind:log)').root).toEqual({
      type: 'and', from: 0, to: 18, parts: [
        { type: 'text', text: 'a', from: 0, to: 1 },
        { type: 'not', from: 2, to: 18, part: { type: 'or', from: 3, to: 18, parts: [{ type: 'text', text: 'b', from: 4, to: 5 }, { type: 'word', term: 'kind', value: 'log', from: 9, to: 17 }] } },
      ],
    });
  });
});

describe('what is wrong', () => {
  it.each([
    ['a kind:eror b', 'eror', '"kind:" knows no "eror", but page, track'], ['state:"  "', '"  "', '"state:" knows no "  ", but live'], ['vendr:sentry', 'vendr:', 'do you mean "vendor:"'], ['knid:log', 'knid:', 'do you mean "kind:"'],
    ['status:abc', 'abc', 'a range (400-499) is expected'], ['gap:>30x', '>30x', 'a length of time with its unit'], ['status:>=4x', '>=4x', 'a comparison'], ['price:>ten', 'price:>ten', 'a number is expected'],
    ['OR a', 'OR', 'Before OR'], ['a OR OR b', 'OR', 'Behind OR'], ['AND a', 'AND', 'Before AND'], ['(a AND)', 'AND', 'Behind AND'], ['a ()', '()', 'Between the parentheses'], ['(a)) b', ')', 'closes nothing'],
    ['a - b', '-', 'without a space'], ['"" a', '""', 'a text is expected'],
    ['/a(/', 'a(', 'no regular expression'], ['x /ab/g', 'g', 'The flag "g"'], ['/(a+)+$/', '(a+)+', 'time without end'],
  ])('%s', (text, underlined, sentence) => {
    expect(problem(text)?.message).toContain(sentence);
    expect(place(text)).toBe(underlined);
    expect(problem(text)?.unfinished).toBe(false);
  });

  it('is left out, and the rest stays', () => {
    expect(shape('a kind:eror b')).toBe('a b');
    expect(shape('-kind:eror')).toBe('');
    expect(shape('(a OR status:x) b')).toBe('a b');
  });

  it.each(['kind:', 'status:', 'status:>=', 'status:400-', 'gap:>3', 'gap:>30mi', 'price:>', 'a.b:', '(a', 'a OR', 'a AND', 'a -', '"'])('"%s" is only unfinished', (text) => {
    expect(problem(text)).toMatchObject({ unfinished: true });
  });

  it.each(['kind:err', 'state:l', 'delivery:bl', 'rotated:i', 'has:f', 'kind:session-start', 'vendor:s'])('"%s" is a beginning, and no mistake', (text) => expect(problem(text)).toBeNull());

  it('of a text without end is said in bounded time', () => {
    expect(problem('a '.repeat(100_000))?.message).toContain('at most 5000');
    expect(problem('('.repeat(4000))?.message).toContain('at most 50 deep');
    expect(shape(`${'-'.repeat(4000)}a`)).toBe('a');
  });
});
