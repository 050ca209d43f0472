import { describe, expect, it } from 'vitest';
import { unknownCode } from '../../../lib/app/inspect-codes.ts';
import { sessionRules } from '../../../lib/findings/catalog.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { COMMON_DIAGNOSTICS } from '../../../lib/protocols/recorder.ts';

describe('unknownCode', () => {
  it('knows every severity, rule and diagnostic', async () => {
    const codes = [...sessionRules, ...COMMON_DIAGNOSTICS, ...catalog.flatMap((dissector) => dissector.diagnostics)].map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(40);
    expect(await unknownCode(['info', 'warning', 'error', ...codes], [])).toBeNull();
  });

  it('knows what the files hold', async () => {
    expect(await unknownCode(['future.code'], [{ code: 'other' }, { code: 'future.code' }])).toBeNull();
  });

  it.each([
    ['session.paralel', 'no finding has the code "session.paralel"; did you mean "session.parallel"?'],
    ['Warning', 'did you mean "warning"?'],
    ['warnings', 'did you mean "warning"?'],
    ['zzz', 'there are info, warning, error and codes such as'],
    ['x'.repeat(100_000), 'there are info, warning, error'],
    ['__proto__', 'no finding has the code "__proto__"'],
  ])('tells %.20s', async (what, sentence) => {
    expect(await unknownCode(['error', what], [{ code: 'session.parallel' }])).toContain(sentence);
  });
});
