import { describe, expect, it } from 'vitest';
import { sentry } from '../../../../lib/protocols/vendors/sentry/index.ts';
import { ARRIVAL, codesOf, iso, readerOf, wireRequest } from '../../../fakes/wire.ts';

/** What Sentry's requests say of the SDK's own faults. */
const { taken } = readerOf(sentry);
const SDK = 'sentry.javascript.browser';
const ENVELOPE = 'https://o42.ingest.example.test/api/4242/envelope/?sentry_version=7&sentry_key=0123456789abcdef0123456789abcdef';
const header = (version: string, name = SDK): object => ({ sent_at: iso(-20), sdk: { name, version } });
const post = (type: string, payload: object, head: object = header('11.12.0')) => taken(wireRequest('POST', ENVELOPE, [head, { type }, payload].map((line) => JSON.stringify(line)).join('\n')));
const event = (extra: object = {}, head?: object, type = 'event') => post(type, { event_id: 'e'.repeat(32), timestamp: (ARRIVAL - 50) / 1000, message: 'x', ...extra }, head);
const session = (extra: object) => post('session', { sid: 'a'.repeat(32), init: true, started: iso(-5_000), timestamp: iso(-100), status: 'ok', errors: 0, attrs: { release: 'shop@1' }, ...extra });

describe('an event without a release', () => {
  it.each([[event()], [event({}, undefined, 'transaction')], [event({}, header('6.0.0'))]])('is told of an SDK that sends sessions with one alone (%#)', (told) =>
    expect(codesOf(told)).toEqual(['sentry.event.noRelease item[0].payload.release']));

  it.each([
    ['that has one', event({ release: 'shop@1' })], ['whose envelope has one', event({}, { ...header('11.12.0'), trace: { release: 'shop@1' } })], ['of an SDK without sessions', event({}, header('5.30.0'))],
    ['of a server', event({}, header('2.1.0', 'sentry.python'))], ['of a person', event({}, undefined, 'feedback')],
  ])('is not told of one %s', (_, told) => expect(codesOf(told)).toEqual([]));
});

it('says that a session update lies before its own start', () => {
  expect(codesOf(session({ timestamp: iso(-60_000) }))).toEqual(['sentry.session.timesReversed item[0].payload.timestamp']);
  expect(codesOf(session({ duration: -3 }))).toEqual(['sentry.session.timesReversed item[0].payload.duration']);
  expect(codesOf(session({ timestamp: iso(-5_200), duration: 0 }))).toEqual([]);
});

it('tells errors that nobody caught', () => {
  const unhandled = (handled: unknown) => event({ exception: { values: [{ type: 'E', mechanism: { handled } }] } }).signals[0]?.unhandled;
  expect([false, true, undefined, 'no'].map(unhandled)).toEqual([true, undefined, undefined, undefined]);
});
