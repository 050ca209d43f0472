import { describe, expect, it } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../../../lib/base/bytes.ts';
import { envelopeHead, parseEnvelope } from '../../../../lib/protocols/wire/envelope.ts';

const parse = (text: string) => parseEnvelope(encodeUtf8(text));
const brief = (envelope: ReturnType<typeof parse>) => envelope.items.map((i) => `${i.index} ${i.type} ${i.text().text}`);
const paths = (envelope: ReturnType<typeof parse>) => envelope.problems.map((p) => p.path);

describe('whole envelopes', () => {
  it('payloads to the end of the line', () => {
    const envelope = parse('{"sent_at":"x"}\n{"type":"session"}\n{"sid":"a"}\n{"type":"event"}\n{}\n');
    expect(envelope.header).toEqual({ sent_at: 'x' });
    expect(brief(envelope)).toEqual(['0 session {"sid":"a"}', '1 event {}']);
    expect(envelope.problems).toEqual([]);
    expect(envelope.items[0]?.json()).toEqual({ ok: true, value: { sid: 'a' } });
  });
  it('payloads by their length in bytes, line feeds and all', () => {
    expect(brief(parse('{}\n{"type":"attachment","length":6}\nä\nb\nc\n{"type":"event","length":2}\n{}'))).toEqual(['0 attachment ä\nb\nc', '1 event {}']);
  });
  it('bytes that are no text', () => {
    const binary = Uint8Array.of(0x78, 0x9c, 10, 0xff, 10, 123);
    const envelope = parseEnvelope(concatBytes([encodeUtf8(`{}\n{"type":"replay_recording","length":${binary.length}}\n`), binary, encodeUtf8('\n{"type":"event"}\n{}')]));
    expect(envelope.items.map((i) => i.type)).toEqual(['replay_recording', 'event']);
    expect([...envelope.items[0]!.payload]).toEqual([...binary]);
    expect(envelope.items[0]?.text().exact).toBe(false);
    expect(envelope.problems).toEqual([]);
  });
  it.each([
    ['no items', '{}\n', []],
    ['no line feed at all', '{}', []],
    ['empty lines between items', '{}\n\n{"type":"event"}\n{}\n\n\n{"type":"session"}\n{}\n\n', ['0 event {}', '1 session {}']],
    ['a length of nothing', '{}\n{"type":"attachment","length":0}\n\n{"type":"event"}\n{}', ['0 attachment ', '1 event {}']],
    ['carriage returns', '{}\r\n{"type":"event"}\r\n{}\r\n', ['0 event {}\r']],
  ])('%s', (_, text, expected) => {
    const envelope = parse(text);
    expect(brief(envelope)).toEqual(expected);
    expect(envelope.problems).toEqual([]);
  });
});

describe('damaged envelopes', () => {
  it.each([
    ['cut off in the header', '{"sent_at', [], ['header']],
    ['a header that is no object', '[1]\n{"type":"event"}\n{}', ['0 event {}'], ['header']],
    ['cut off in an item\'s header', '{}\n{"type":"event"}\n{}\n{"typ', ['0 event {}'], ['item[1]']],
    ['cut off after an item\'s header', '{}\n{"type":"event"}\n', ['0 event '], []],
    ['cut off within a length', '{}\n{"type":"event","length":10}\n{"a":', ['0 event {"a":'], ['item[0].payload']],
    ['an item header without a type', '{}\n{"length":2}\n{}\n{"type":"event"}\n{}', ['1 event {}'], ['item[0]']],
    ['a length without a type, which may be a payload', '{}\n{"length":2}\n{"type":"event"}\n{}', ['1 event {}'], ['item[0]']],
    ['an item header that is no JSON', '{}\nnonsense\n{"sid":"a"}\n{"type":"event"}\n{}', ['1 event {}'], ['item[0]']],
    ['a length of no kind', '{}\n{"type":"event","length":"2"}\n{}', ['0 event {}'], ['item[0]']],
    ['a negative length', '{}\n{"type":"event","length":-2}\n{}', ['0 event {}'], ['item[0]']],
    ['a length too short for its JSON', '{}\n{"type":"event","length":3}\n{"a":1}\n{"type":"session"}\n{}', ['0 event {"a":1}', '1 session {}'], ['item[0].payload']],
    ['a length that cuts a text', '{}\n{"type":"attachment","length":3}\nabcdef\n{"type":"session"}\n{}', ['0 attachment abc', '2 session {}'], ['item[0].payload', 'item[1]']],
  ])('%s', (_, text, expected, problems) => {
    const envelope = parse(text);
    expect(brief(envelope)).toEqual(expected);
    expect(paths(envelope)).toEqual(problems);
  });
  it('stops at too many items', () => {
    const envelope = parse(`{}\n${'{"type":"event"}\n{}\n'.repeat(1_001)}`);
    expect(envelope.items).toHaveLength(1_000);
    expect(paths(envelope)).toEqual(['item[1000]']);
  });
});

it('looks at a first line no longer than told', () => {
  expect(envelopeHead(encodeUtf8('{"a":1}\n{}'), 4).header).toBeNull();
  expect(envelopeHead(encodeUtf8('{"a":1}\n{}'))).toEqual({ header: { a: 1 }, next: 8 });
});
