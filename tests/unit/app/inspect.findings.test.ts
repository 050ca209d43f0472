import { expect, it } from 'vitest';
import { inspect, type InspectIo } from '../../../lib/app/inspect.ts';
import { startReading } from '../../../lib/app/read-requests.ts';
import { recordings } from '../../tools/corpus.ts';
import { recordedArchive } from '../../tools/recorded-archive.ts';

/** What real SDKs were recorded to do wrong: by the recording's name its findings, each once. Those not named here do nothing wrong. */
const FAULTS: { readonly [recording: string]: readonly string[] } = {
  'exceptionless-browser-2.0.0--beats-follow-user': ['heartbeat.period'],
  'exceptionless-browser-3.0.5--identity-with-plus': ['heartbeat.misread'],
  'exceptionless-browser-3.0.5--logout': ['heartbeat.otherUser'],
  'exceptionless-browser-3.2.1--heartbeat-30s': ['heartbeat.period'],
  'exceptionless-browser-3.2.1--idle-past-inactive-period': ['session.endMissing'],
  'exceptionless-browser-3.2.1--offline-queue-replay': ['events.late', 'session.reopened'],
  'exceptionless-browser-3.2.1--tab-refocus-restarts': ['session.endMissing', 'session.startRepeated'],
  'exceptionless-browser-3.2.1--user-switch': ['heartbeat.otherUser'],
  'krenalis-javascript-sdk-0.12.0--autotrack-off': ['session.gapOverTimeout', 'session.missingId'],
  'krenalis-javascript-sdk-0.12.0--beacon-duplicates': ['events.duplicateIds'],
  'krenalis-javascript-sdk-0.12.0--lifecycle': ['session.anonymousChanged', 'session.userChanged'],
  'krenalis-receive-format-docs--int64-session-ids': ['krenalis.clock.sentAt', 'session.startFlagMissing', 'session.unsafeId'],
  'rudder-sdk-js-2.52.21--lifecycle': ['session.missingId'],
  'rudderstack-analytics-js-3.34.1--autotrack-off': ['session.missingId'],
  'rudderstack-analytics-js-3.34.1--lifecycle': ['session.missingId'],
  'sentry-browser-11.12.0--lifecycle-default': ['session.errorsUnseen'],
  'sentry-browser-11.12.0--lifecycle-route': ['session.errorsUnseen'],
  'sentry-browser-11.12.0--tunnel': ['session.errorsUnseen'],
  'sentry-browser-11.12.0--user-change': ['session.errorsUnseen'],
  'snowplow-browser-tracker-4.10.1--lifecycle-get': ['session.userVanished'],
  'snowplow-browser-tracker-4.10.1--lifecycle-post': ['session.userVanished'],
};

const all = ['exceptionless', 'krenalis', 'rudderstack', 'sentry', 'snowplow'].flatMap((vendor) => recordings(vendor));

it('every recording named has its faults, and is there', () => {
  expect(Object.keys(FAULTS).filter((name) => !all.some((one) => one.name === name))).toEqual([]);
});

it.each(all)('the findings of $name are its faults, and no others', async ({ name, recording }) => {
  let out = '';
  const io: InspectIo = {
    stdin: (async function* () {
      yield await Promise.resolve(new TextEncoder().encode(recordedArchive(recording)));
    })(),
    out: (text) => Promise.resolve(void (out += Buffer.from(text).toString())), error: () => undefined, width: 100, color: false, version: '0.0.0-test', startReading,
  };
  expect(await inspect(['-', '--format', 'json'], io)).toBe(0);
  const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly code: string }[] };
  expect([...new Set(findings.map(({ code }) => code))].toSorted()).toEqual(FAULTS[name] ?? []);
});
