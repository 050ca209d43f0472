import { describe, expect, it } from 'vitest';
import { sessionsOfUser, userKey, userLabel, userSummary } from '../../../lib/view/report-user.ts';
import { asProtocolId } from '../../../lib/domain/event.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

const before = demoSession('before', { identity: { anonymousId: 'anon' }, startedAt: NOW - 9_000_000, site: 'https://blog.example' });
const ada = demoSession('ada', { identity: { userId: 'ada', name: 'Ada', anonymousId: 'anon' }, counts: { events: 1, errors: 2, heartbeats: 0, requests: 1 } });
const elsewhere = demoSession('elsewhere', { identity: { userId: 'ada' }, protocol: asProtocolId('snowplow') });
const bob = demoSession('bob', { identity: { userId: 'bob', anonymousId: 'anon' } });
const nobody = demoSession('nobody', { identity: {} });
const all = [before, ada, elsewhere, bob, nobody];

describe('a user', () => {
  it('is known by the user id, else by the next best key', () => {
    expect([userKey(ada.identity), userKey(before.identity), userKey({ name: 'Ada' }), userKey({})]).toEqual(['ada', 'anon', 'Ada', null]);
    expect([userLabel(ada.identity), userLabel(before.identity)]).toEqual(['Ada', 'anon']);
  });

  it('has the sessions of all vendors, and those before the user was known; never those of another on the same device', () => {
    expect(sessionsOfUser(all, 'ada').map(({ key }) => key)).toEqual(['before', 'ada', 'elsewhere']);
    expect(sessionsOfUser(all, 'bob').map(({ key }) => key)).toEqual(['before', 'bob']);
    expect(sessionsOfUser(all, 'carl')).toEqual([]);
  });

  it('is summed up: first and last seen, keys, vendors, sites', () => {
    expect(userSummary(all, 'ada')).toEqual({
      label: 'Ada', keys: [{ what: 'name', value: 'Ada' }, { what: 'userId', value: 'ada' }, { what: 'anonymousId', value: 'anon' }], first: NOW - 9_000_000, last: NOW - 8_000,
      protocols: ['sentry', 'snowplow'], sites: ['https://blog.example', 'https://shop.example'], sessions: 3, errors: 2,
    });
    expect(userSummary(all, 'carl')).toBeNull();
  });
});
