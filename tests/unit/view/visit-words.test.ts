import { expect, it } from 'vitest';
import { asProtocolId } from '../../../lib/domain/event.ts';
import { visitSentences, sinceVisit } from '../../../lib/view/visit-words.ts';
import { visitsOf, type Visit } from '../../../lib/view/visits.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

const names = { vendorName: (protocol: string) => protocol.toUpperCase(), momentOf: (at: number) => `${(NOW - at) / 60_000} min ago` };
const of = (...sessions: ReturnType<typeof demoSession>[]) => visitsOf(sessions, NOW)[0] as Visit;
const session = (id: string, vendor: string, from: number, to: number, userId: string) => demoSession(id, {
  protocol: asProtocolId(vendor), startedAt: NOW - from * 60_000, lastActivityAt: NOW - to * 60_000, endedAt: to > 0 ? NOW - to * 60_000 : null, identity: { userId },
});

it('says of a visit where its vendors do not agree', () => {
  const visit = of(session('a', 'x', 30, 20, 'ada'), session('b', 'x', 19.5, 10, 'ada'), session('c', 'y', 30, 0, 'u-1'));
  expect(visitSentences(visit, names)).toEqual([
    { text: 'X (1 time) changed sessions, Y did not.', warns: true },
    { text: 'They name different users: X says ada, Y says u-1.', warns: true },
    { text: 'X (10 min ago) had ended while Y went on.', warns: true },
  ]);
});
it('says that they agree, or that there is but one', () => {
  expect(visitSentences(of(session('a', 'x', 5, 0, 'ada'), session('b', 'y', 5, 0, 'ada')), names)).toEqual([{ text: 'The vendors agree.', warns: false }]);
  expect(visitSentences(of(session('a', 'x', 5, 0, 'ada')), names)).toEqual([{ text: 'One vendor alone saw it.', warns: false }]);
});
it('tells how far into the visit something was', () => {
  const visit = of(session('a', 'x', 5, 0, 'ada'));
  expect([sinceVisit(visit.from, visit), sinceVisit(visit.from + 12_000, visit)]).toEqual(['0 ms', '+12 s']);
});
