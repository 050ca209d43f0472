import { expect, it } from 'vitest';
import { together, withOwnKeys } from '../../../lib/app/imported-parts.ts';
import { buildArchive } from '../../../lib/archive/build-archive.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { importedEvent, importedSession } from '../../../lib/domain/import.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoImport } from '../../fakes/demo-import.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

const file = demoImport();
const session = demoSession('a', { tabIds: [7], start: { cause: 'idleTimeout', confidence: 'certain', evidence: '', previousKey: demoSession('before').key } });
const { outcome: _outcome, bodySize: _size, ...event } = demoFootstep(session, 1, 0);
const parts = (sessions: (typeof session)[], events: (typeof event)[]) =>
  partsOf(buildArchive({ requests: [], bodies: new Map(), events, sessions: sessions as never, findings: [], counters: {} }, { exporter: { name: 'Footsteps', version: '1' }, createdAt: NOW }));

it('what was imported is exported under the keys and tabs that its file had', async () => {
  const imported = importedSession(file, session);
  expect(imported.key).not.toBe(session.key);
  const out = withOwnKeys(parts([imported], [importedEvent(file.id, event)]));
  const [back] = await collect(out.sessions());
  expect(back).toMatchObject({ key: session.key, tabIds: [7], start: { previousKey: 'before' } });
  expect(back).not.toHaveProperty('imported');
  expect((await collect(out.events())).map((part) => part.event)).toEqual([expect.objectContaining({ id: event.id, requestId: event.requestId, sessionKey: event.sessionKey, tabId: event.tabId })]);
});

it('two recordings become one in the order of time', async () => {
  const at = (key: string, startedAt: number) => demoSession(key, { startedAt });
  const both = together(parts([at('b', 2), at('d', 4)], []), parts([at('a', 1), at('c', 3), at('e', 5)], []));
  expect((await collect(both.sessions())).map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e']);
});
