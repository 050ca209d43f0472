import type { OptionsServices } from '../../components/options/options-services.ts';
import type { EndpointTest, RedactionSample, VendorDefaults } from '../../lib/domain/options-views.ts';
import { asRequestId } from '../../lib/domain/request.ts';
import { NOW } from './demo-sessions.ts';
import { testRules } from './rules.ts';

const MIN = 60_000;

export const DEMO_VENDORS: readonly VendorDefaults[] = [
  { id: 'exceptionless', name: 'Exceptionless', rules: [{ variant: null, rules: testRules({ idleMs: 15 * MIN, heartbeatMs: MIN, sources: ['SessionPlugin.cs: an identity is remembered for 15 min', 'HeartbeatPlugin.ts: 60 000 ms'] }) }] },
  { id: 'sentry', name: 'Sentry', rules: [{ variant: null, rules: testRules({ idleMs: null, heartbeatMs: null, sources: ['integrations/browsersession: no idle time-out'] }) }] },
  {
    id: 'snowplow', name: 'Snowplow',
    rules: [
      { variant: null, rules: testRules({ idleMs: 30 * MIN, heartbeatMs: null, sources: ['tracker/index.ts: sessionCookieTimeout = 1800 s'] }) },
      { variant: 'dotnet', rules: testRules({ idleMs: 10 * MIN, backgroundIdleMs: 5 * MIN, heartbeatMs: null, sources: ['ClientSession.cs: 600 s, 300 s'] }) },
      { variant: 'mobile', rules: testRules({ idleMs: 30 * MIN, backgroundIdleMs: 30 * MIN, heartbeatMs: null, sources: ['TrackerDefaults.kt: 1800 s'] }) },
    ],
  },
];

const line = { id: asRequestId('r1'), method: 'POST', url: 'https://collect.example.com/e', startedAt: NOW - 90_000, protocol: 'snowplow' };

export const DEMO_TEST: EndpointTest = {
  looked: 1_240, all: true, matched: 3, newest: [line, { ...line, id: asRequestId('r2'), startedAt: NOW - 200_000 }],
  reading: { result: 'partly', eventCount: 2, events: [{ kind: 'page', name: 'page view: Checkout' }, { kind: 'track', name: 'add to basket' }], sessionIds: ['5f2c81d0-9a3e'], problems: ['the context is no JSON'] },
};

export const DEMO_SAMPLE: RedactionSample = {
  before: 'POST https://collect.example/e?lang=en\nauthorization: Bearer c2VjcmV0\n\n{"event":"signup","email":"ada@example.com","plan":"team"}',
  after: 'POST https://collect.example/e?lang=en\nauthorization: redacted-1\n\n{"event":"signup","email":"redacted","plan":"team"}',
  counts: [{ reason: 'header', count: 1 }, { reason: 'email', count: 1 }], sample: true,
};

/** What the options page asks for, from memory. `asked`: in order, as `['forecastRetention', limits]`. */
export function fakeOptionsServices(change: Partial<OptionsServices> = {}): OptionsServices & { readonly asked: (readonly [name: string, ...args: unknown[]])[] } {
  const asked: (readonly [name: string, ...args: unknown[]])[] = [];
  return {
    asked, hasPageTap: true,
    vendorDefaults: async () => DEMO_VENDORS,
    async testEndpoint(endpoint) {
      asked.push(['testEndpoint', endpoint]);
      return DEMO_TEST;
    },
    recentRequests: async () => [line],
    async previewRedaction(rules, id) {
      asked.push(['previewRedaction', rules, id]);
      return DEMO_SAMPLE;
    },
    async forecastRetention(limits) {
      asked.push(['forecastRetention', limits]);
      return { sessions: 12, events: 3_400 };
    },
    diskUse: async () => ({ usage: 48_000_000, quota: 60_000_000_000 }),
    keyboardCommands: async () => [{ name: '_execute_action', description: '', shortcut: '' }, { name: 'open-side-panel', description: 'Open the side panel', shortcut: 'Alt+Shift+F' }],
    async openKeyboardCommands() {
      asked.push(['openKeyboardCommands']);
    },
    async resetSettings() {
      asked.push(['resetSettings']);
    },
    ...change,
  };
}
