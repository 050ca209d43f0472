import { describe, expect, it } from 'vitest';
import { reportEmptiness } from '../../../lib/view/report-emptiness.ts';

const NONE = { recording: { on: true, hasPermission: true }, filtered: false, active: false, user: null, ofUser: 0, matching: 0 };

describe('an empty report', () => {
  it('says what hides the sessions, and takes it away', () => {
    expect(reportEmptiness({ ...NONE, ofUser: 9, matching: 4 })).toMatchObject({ title: 'No session began in this time', action: 'showAll' });
    expect(reportEmptiness({ ...NONE, ofUser: 9, filtered: true, active: true })).toMatchObject({ title: 'No session matches', action: 'clearFilter' });
    expect(reportEmptiness({ ...NONE, ofUser: 9, active: true })).toMatchObject({ title: 'No session is open now', action: 'showEnded' });
  });

  it('teaches where nothing is recorded, or why not', () => {
    expect(reportEmptiness(NONE)).toMatchObject({ title: 'Nothing recorded yet', action: null });
    expect(reportEmptiness({ ...NONE, recording: { on: false, hasPermission: true } })).toMatchObject({ action: 'resume' });
    expect(reportEmptiness({ ...NONE, recording: { on: true, hasPermission: false } })).toMatchObject({ action: 'allow' });
    expect(reportEmptiness({ ...NONE, user: 'ada' })).toMatchObject({ title: 'No session of this user is stored', action: null });
  });
});
