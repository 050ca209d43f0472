import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindWord } from '../../lib/view/kind.ts';
import { deliveryText } from '../../lib/view/delivery.ts';
import type { Session } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import type { FilterNode } from '../../lib/view/filter/ast.ts';
import { accept, complete } from '../../lib/view/filter/complete.ts';
import { compileFilter } from '../../lib/view/filter/evaluate.ts';
import { markerFor } from '../../lib/view/filter/marks.ts';
import { parseFilter } from '../../lib/view/filter/parse.ts';
import { printFilter } from '../../lib/view/filter/print.ts';
import { demoFootsteps } from '../fakes/demo-footsteps.ts';
import { DEMO_FINDINGS, DEMO_SESSIONS, NOW } from '../fakes/demo-sessions.ts';

const PIECES = [
  'a', 'basket', 'AND', 'OR', '(', ')', '-', '"', '\\', '/', ' ', '\n', 'kind:', 'error', 'status:', '>=', '400', '-499', 'gap:', '30', 'm', 'state:', 'live', 'user:"Ada L"', '/a+/i', '/(a+)+/', 'x.y:', '=1', ':', 'é', '😀', 'vendr:', 'ms', '.5',
];
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((parts) => parts.join('')));

/** A tree without its places, which differ between two ways to write the same. */
const bare = (node: FilterNode | null): unknown => JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'from' || key === 'to' ? undefined : value)));

describe('any text', () => {
  it('is read without a throw, and what is wrong has a place in it', () => {
    fc.assert(fc.property(text, (input) => {
      const { problem } = parseFilter(input);
      if (problem) expect(0 <= problem.from && problem.from <= problem.to && problem.to <= input.length && problem.message !== '').toBe(true);
    }), { numRuns: 3000 });
  });

  it('printed from its tree is read as the same tree, without a mistake', () => {
    fc.assert(fc.property(text, (input) => {
      const { root } = parseFilter(input);
      const again = parseFilter(printFilter(root));
      expect(again.problem).toBeNull();
      expect(bare(again.root)).toEqual(bare(root));
    }), { numRuns: 3000 });
  });

  it('has proposals at any cursor, which can be taken', () => {
    const source = { vendors: [{ word: 'sentry', hint: '' }], users: ['a "b" \\'], sessions: [], pages: [], codes: [], fields: [{ name: 'a.b', label: 'B' }] };
    fc.assert(fc.property(text, fc.nat(60), (input, at) => {
      const found = complete(input, Math.min(at, input.length), source);
      for (const item of found.items) {
        const next = accept(input, found, item);
        expect(next.text.slice(found.from).startsWith(item.insert)).toBe(true);
        expect(next.cursor).toBeLessThanOrEqual(next.text.length);
      }
    }), { numRuns: 1000 });
  });

  it('marks the pieces of a name and loses none of it', () => {
    fc.assert(fc.property(text, text, (filter, name) => {
      expect(markerFor(parseFilter(filter).root)(name).map((piece) => piece.text).join('')).toBe(name);
    }), { numRuns: 1000 });
  });
});

const FOOTSTEPS = demoFootsteps();
const leaf = fc.constantFrom('basket', '"add to"', 'lovelace', 'kind:error', 'kind:session', 'status:>=400', 'status:200', 'vendor:sentry', 'user:guest', 'errors:>0', 'page:checkout');
const expression: fc.Arbitrary<string> = fc.letrec((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, leaf, fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${String(a)} ${String(b)})`), fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${String(a)} OR ${String(b)})`), tie('tree').map((a) => `-${String(a)}`)),
})).tree as fc.Arbitrary<string>;

/** The language once more, said plainly and slowly. */
function naive(node: FilterNode, f: Footstep | null, s: Session | undefined): boolean {
  const has = (parts: readonly unknown[], wanted: string): boolean => parts.filter((part) => typeof part === 'string').join('\n').toLowerCase().includes(wanted.toLowerCase());
  switch (node.type) {
    case 'and':
      return node.parts.filter((part) => !naive(part, f, s)).length === 0;
    case 'or':
      return node.parts.filter((part) => naive(part, f, s)).length > 0;
    case 'not':
      return naive(node.part, f, s) === false;
    case 'text':
      return (f !== null && has([f.name, kindWord(f.kind), f.page, f.protocol, deliveryText(f), ...Object.values(f.identity)], node.text)) ||
        (s !== undefined && has([s.sessionId, s.key, s.protocol, s.site, s.endpoint.collector, s.endpoint.project, ...Object.values(s.identity), ...Object.values(s.attributes)], node.text));
    case 'word':
      if (node.term === 'kind') return f !== null && f.kind.toLowerCase().startsWith(node.value);
      if (node.term === 'vendor') return (f ?? s)?.protocol === node.value;
      if (node.term === 'page') return f ? has([f.page], node.value) : has([s?.site], node.value);
      return has([...Object.values(f?.identity ?? {}), ...Object.values(s?.identity ?? {})], node.value);
    case 'number':
      if (node.term === 'errors') return s !== undefined && s.counts.errors > 0;
      if (f?.outcome.kind !== 'responded') return false;
      return node.test.op === '=' ? f.outcome.status === 200 : f.outcome.status >= 400;
    default:
      throw new Error(`the naive interpreter has no ${node.type}`);
  }
}

it('the evaluator says what a naive interpreter says', () => {
  const context = { now: NOW, vendorName: (id: string) => id, fields: [], findings: DEMO_FINDINGS, footsteps: FOOTSTEPS };
  fc.assert(fc.property(expression, (input) => {
    const filter = parseFilter(input);
    const { root } = filter;
    expect(filter.problem).toBeNull();
    if (!root) throw new Error('nothing was read');
    const matcher = compileFilter(filter, context);
    const of = (f: Footstep): Session | undefined => DEMO_SESSIONS.find((s) => s.key === f.sessionKey);
    expect(FOOTSTEPS.map((f) => matcher.footstep(f, of(f)))).toEqual(FOOTSTEPS.map((f) => naive(root, f, of(f))));
    expect(DEMO_SESSIONS.map((s) => matcher.session(s))).toEqual(DEMO_SESSIONS.map((s) => naive(root, null, s)));
  }), { numRuns: 300 });
});
