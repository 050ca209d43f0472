import { parseAst } from 'vite';
import { expect, it } from 'vitest';
import { usedMembersAlone } from '../../wxt.members.ts';

const parser = { parse: (code: string): unknown => parseAst(code) };
const built = (code: string): string => usedMembersAlone.renderChunk.call(parser, code).replaceAll(/\s+/g, ' ').trim();

it('takes away members of classes that nothing names, and those that only they named', () => {
  expect(built('class A { used() {} unused() { return this.last(); } last() {} } new A().used();')).toBe('class A { used() {} } new A().used();');
  expect(built('function A() {} props$1(A.prototype, { used() {}, unused: function() {}, other }); A.used;')).toBe('function A() {} props$1(A.prototype, { used() {}, }); A.used;');
});

it.each([
  ['by a text', "a['named']"], ['by a part of a text', 'call("a.named")'], ['by a part of a template', 'call(`${a}.named`)'], ['by a pattern', 'const { named } = a'],
])('leaves members that are named %s', (_, use) => {
  const code = `class A { named() {} } ${use};`;
  expect(built(code)).toBe(code);
});

it('leaves what the language calls, what has no plain name, and what is no member of a class', () => {
  const code = 'class A { constructor() {} then() {} toJSON() {} [Symbol.iterator]() {} } const other = { unused() {} };';
  expect(built(code)).toBe(code);
});
