import { render, type ComponentChild } from 'preact';
import { AppServicesProvider } from '../../../components/app-services.ts';
import { Options } from '../../../components/options/Options.tsx';
import { OptionsServicesProvider } from '../../../components/options/options-services.ts';
import { Panel } from '../../../components/panel/Panel.tsx';
import { loadParts } from '../../../components/panel/parts.ts';
import { Report } from '../../../components/report/Report.tsx';
import { Popup } from '../../../components/popup/Popup.tsx';
import { SidePanel } from '../../../components/side-panel/SidePanel.tsx';
import '../../../components/theme/base.css';
import { liveOf } from '../../../lib/base/observable.ts';
import type { ImportId } from '../../../lib/domain/import.ts';
import type { Session } from '../../../lib/domain/session.ts';
import { english } from '../../../lib/view/messages/english.ts';
import { setMessages } from '../../../lib/view/messages/translate.ts';
import { DEFAULT_SETTINGS } from '../../../lib/domain/settings.ts';
import { fakeServices, type FakeData } from '../../fakes/app-services.ts';
import { demoFootstep, fewFootsteps, manyFootsteps } from '../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS, manySessions, NOW } from '../../fakes/demo-sessions.ts';
import { demoImport, importedSessions } from '../../fakes/demo-import.ts';
import { demoReport } from '../../fakes/demo-report.ts';
import { demoVisit } from '../../fakes/demo-visit.ts';
import { fakeOptionsServices } from '../../fakes/options-services.ts';

setMessages(english, 'en');

const query = new URLSearchParams(location.search);
const first = DEMO_SESSIONS[0] as Session;
const nothing: FakeData = { sessions: [], footsteps: [], findings: [] };

/** Of the page of a shop, as popup, side panel and panel are about. */
const OF_SHOP = { site: { host: 'shop.example', on: true }, tab: { on: true } };

const DATA: { readonly [name: string]: () => FakeData } = {
  few: () => ({}),
  empty: () => ({ ...nothing, counters: { seen: 312 } }),
  paused: () => ({ ...nothing, counters: { seen: 312, candidates: 20, decoded: 20 }, recording: { on: false, hasPermission: true } }),
  pausedSite: () => ({ ...nothing, counters: { seen: 312, candidates: 20, decoded: 20 }, recording: { on: true, hasPermission: true, ...OF_SHOP, site: { host: 'shop.example', on: false } } }),
  forbidden: () => ({ ...nothing, counters: {}, recording: { on: true, hasPermission: false } }),
  many: () => ({ sessions: manySessions(), footsteps: manyFootsteps(first, 5000) }),
  one: () => ({ sessions: [first], footsteps: fewFootsteps(first) }),
  report: () => demoReport(),
  imported: () => {
    const file = demoImport({ broken: 214, problems: Array.from({ length: 40 }, (_, i) => ({ place: `requests[${i * 7}].outcome.status`, message: 'expected a number, found "200 OK"' })) });
    const other = demoImport({ id: 'iffeeddccbbaa9988' as ImportId, fileName: 'a-file-with-a-very-long-name-from-a-customer-2026-11-20-17-04-11.har', shown: 'read' });
    return { sessions: [...DEMO_SESSIONS.slice(0, 2), ...importedSessions(file), ...importedSessions(other).slice(0, 1)], imports: [file, other], importing: { progress: liveOf({ step: 'importing', share: 0.4 }), done: query.get('done') ? Promise.resolve({ kind: 'done', import: file }) : new Promise(() => undefined), cancel: () => undefined } };
  },
  visit: () => ({ ...demoVisit() }),
  chosen: () => ({
    counters: { 'stored.events': 48_210, 'stored.requests': 19_004, 'stored.bytes': 112_000_000, 'removed.sessions': 31, 'removed.events': 4_120 },
    settings: {
      problem: null,
      settings: {
        ...DEFAULT_SETTINGS, rules: { snowplow: { idleMs: 20 * 60_000, heartbeatMs: 10_000 }, sentry: { manualOnly: true } }, sites: { mode: 'except', hosts: ['bank.example', 'intranet.example'] },
        endpoints: [{ pattern: 'POST collect.example.com/e', protocol: 'snowplow' }, { pattern: '*.example.org/tunnel/*', protocol: 'sentry' }],
        redaction: { ...DEFAULT_SETTINGS.redaction, email: 'remove', fields: ['customer_number'], patterns: [String.raw`invoice \d{4}-\d+`] },
      },
    },
  }),
  private: () => ({ isPrivate: true }),
  damaged: () => ({ settings: { settings: DEFAULT_SETTINGS, problem: { kind: 'damagedParts', parts: ['rules', 'theme'] } } }),
  newer: () => ({ settings: { settings: DEFAULT_SETTINGS, problem: { kind: 'newer', version: 2 } } }),
  crowd: () => ({ ...demoVisit(), sessions: manySessions(), footsteps: manySessions().slice(0, 400).flatMap((session) => fewFootsteps(session)).toSorted((a, b) => a.occurredAt - b.occurredAt).slice(-5000) }),
};

/** The surface and the data that the address asks for. A hook on the window lets the tool add footsteps. */
const services = fakeServices({ recording: { on: true, hasPermission: true, ...OF_SHOP }, ...(DATA[query.get('data') ?? 'few'] ?? DATA['few'] as () => FakeData)() });
Object.assign(window, {
  append(count: number): void {
    const { footsteps } = services.sources;
    const more = Array.from({ length: count }, (_, i) => demoFootstep(first, 90_000 + i, NOW - first.startedAt + i, { name: `appended ${i}` }));
    footsteps.set([...footsteps.get(), ...more]);
  },
});
const SURFACES: { readonly [name: string]: ComponentChild } = { popup: <Popup />, side: <SidePanel />, options: <OptionsServicesProvider value={fakeOptionsServices()}><Options /></OptionsServicesProvider>, report: <Report /> };
await loadParts();
const theme = query.get('theme');
if (theme) document.documentElement.dataset['theme'] = theme;
render(<AppServicesProvider value={services}>{SURFACES[query.get('surface') ?? ''] ?? <Panel />}</AppServicesProvider>, document.getElementById('app') as HTMLElement);
