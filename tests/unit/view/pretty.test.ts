import { describe, expect, it } from 'vitest';
import { canPretty, prettyJson } from '../../../lib/view/pretty.ts';

describe('pretty JSON', () => {
  it('sets out what JSON.stringify would', () => {
    const value = { a: [1, { b: 'x, {y}: "z"\\' }], c: {}, d: [], e: null };
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  });
  it('keeps every digit and repeated keys', () => expect(prettyJson('{"id":9007199254740993,"id":1.0}')).toBe('{\n  "id": 9007199254740993,\n  "id": 1.0\n}'));
  it('sets lines apart, as in envelopes', () => expect(prettyJson('{"a":1}\nplain\n{"b":2}')).toBe('{\n  "a": 1\n}\nplain\n{\n  "b": 2\n}'));
  it('shows all of what is cut off or broken', () => {
    expect(prettyJson('{"a":[1,"tex')).toBe('{\n  "a": [\n    1,\n    "tex');
    expect(prettyJson('}}]{')).toBe('}}]{');
    expect(prettyJson('{}}}')).toBe('{}\n}\n}');
  });
  it('stays with text that was set out before', () => {
    const text = JSON.stringify({ a: { b: 1 } }, null, 2);
    expect(prettyJson(text).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });
  it('is offered for JSON only', () => {
    expect(canPretty('e=pv&tv=js')).toBe(false);
    expect(canPretty('{"a":1}')).toBe(true);
  });
});
