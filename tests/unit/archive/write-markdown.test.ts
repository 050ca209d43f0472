import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../lib/archive/archive.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { markdownText } from '../../../lib/archive/write-markdown.ts';
import { archive, event, finding, request, session, T } from '../../fakes/archive.ts';

const textOf = async (of: Archive): Promise<string> => (await collect(markdownText(partsOf(of)))).join('');

describe('the Markdown summary', () => {
  it('tells of a session what a ticket needs', async () => {
    const end = { cause: 'idleTimeout', confidence: 'certain', evidence: 'Half an hour of silence.', nextKey: null };
    expect(await textOf(archive({
      requests: [request('r1'), request('r2', { outcome: { kind: 'pending' } })],
      sessions: [session('s1', { endedAt: T + 60_000, state: 'expired', end, site: 'https://shop.example.test' })],
      events: [event('e1'), event('e2', { occurredAt: T + 1500, kind: 'page', isError: false, name: 'Cart | all', page: null, requestId: 'r2' }), event('e3', { sessionKey: null, name: 'Lost' })],
      findings: [finding(), finding({ sessionKey: null, code: 'other.code', message: 'See https://evil.example, @ann and #12.' })],
      extra: { gaps: [{ from: T, to: T + 60_000, why: 'paused', lost: 3 }] },
    }))).toBe(`## Footsteps: \`shop.example.test\`

1 session, 3 footsteps, 2 errors; written 2026-11-21 08:00:09 UTC by Footsteps 0.1.0.

### sentry \`00ff00ff00ff00ff00ff00ff00ff00ff\`: expired

- User: \`u-1\`
- Sent to: \`https://o1.ingest.example.test\`, project \`42\`
- Time: 2026-11-21 08:00:00 UTC, 1 min; 1 footstep, 1 error, 0 heartbeats
- Began: It said init. (declaredStart, certain)
- Ended: Half an hour of silence. (idleTimeout, certain)
- Server's view: Nothing closes it.

Findings:

- **warning** \`session.sample\`: It is only a sample.

| time | kind | footstep | page | delivery |
| ---: | --- | --- | --- | --- |
| +0.000 | **error** | \`TypeError: x is not a function\` | \`/\` | \`200\` |
| +1.500 | page | \`Cart \\| all\` |  | \`pending\` |

### Without a session

| time | kind | footstep | page | delivery |
| ---: | --- | --- | --- | --- |
| +0.000 | **error** | \`Lost\` | \`/\` | \`200\` |

### Other findings

- **warning** \`other.code\`: See https\\://evil.example, \\@\u2060ann and \\#\u206012.

Captured: 1 candidate request: 1 decoded.

Not recorded:

- 2026-11-21 08:00:00 UTC to 2026-11-21 08:01:00 UTC (1 min): paused
`);
  });

  it('puts longer fences around text with backticks, and keeps it on its line', async () => {
    const text = await textOf(archive({ sessions: [session('s1', { sessionId: 'a`b``c\n# head' })], events: [event('e1', { name: '```\n![x](http://evil.example)\n<script>|' })], findings: [] }));
    expect(text).toContain('### sentry ``` a`b``c # head ```: live\n');
    expect(text).toContain('| +0.000 | **error** | ```` ``` ![x](http://evil.example) <script>\\| ```` | `/` | `200` |\n');
  });

  it('leaves no sign of markup unescaped in sentences', async () => {
    const evil = '<img src=x> [link](http://evil.example) ![i](//e) **b** _i_ `c` ~~s~~ | &amp; $x$ @team #1 www.evil.example \\';
    const line = (await textOf(archive({ sessions: [session('s1', { start: { cause: 'firstSeen', confidence: 'guess', evidence: evil, previousKey: null } })], findings: [] }))).split('\n').find((l) => l.startsWith('- Began: ')) ?? '';
    // What is left when all that stands behind a backslash is taken away.
    expect(line.replace(/\\[^a-z0-9\s]/gi, '')).not.toMatch(/[`*_[\]<>|~&$@#\\]|:\/\/|www\./);
    expect(line).toContain('www\u2060.evil.example');
  });

  it('is of a bounded length, and says what it leaves out', async () => {
    const text = await textOf(archive({
      sessions: Array.from({ length: 30 }, (_, i) => session(`s${i + 1}`, { startedAt: T + i })),
      events: Array.from({ length: 200 }, (_, i) => event(`e${i}`, { occurredAt: T + i, name: 'x'.repeat(100_000) })), findings: Array.from({ length: 30 }, () => finding()),
    }));
    expect(text.length).toBeLessThan(40_000);
    expect(text).toContain('| … | | _150 footsteps not shown_ | | |');
    expect(text).toContain('- 10 more findings');
    expect(text).toContain('_10 more sessions not shown._');
  });
});
