import { describe, expect, it } from 'vitest';
import { noFootsteps, noSessions, type EmptinessInput } from '../../../lib/view/emptiness.ts';

const input: EmptinessInput = { recording: { on: true, hasPermission: true }, filtered: false, unfiltered: 0, seen: 312, candidates: 0, oneTab: true };

describe('no sessions', () => {
  it('tells what was looked at', () => {
    const { title, lines, action } = noSessions(input);
    expect([title, lines[0], action]).toEqual(['No session seen on this page yet', 'Looked at 312 requests in all tabs; none was telemetry.', null]);
    expect(noSessions({ ...input, oneTab: false, candidates: 2 })).toMatchObject({ title: 'No session seen in any tab yet', lines: [expect.stringContaining('2 were telemetry'), expect.any(String)] });
  });
  it('offers the one thing that helps, the most pressing first', () => {
    expect(noSessions({ ...input, recording: { on: false, hasPermission: true } }).action).toBe('resume');
    expect(noSessions({ ...input, recording: { on: false, hasPermission: false } }).action).toBe('allow');
    expect(noSessions({ ...input, recording: { on: false, hasPermission: false }, filtered: true, unfiltered: 3 }).action).toBe('clearFilter');
    expect(noSessions({ ...input, filtered: true }).action).toBeNull();
  });
});

it('tells no footsteps of a session from none at all, and from hidden ones', () => {
  expect(noFootsteps({ filtered: true, unfiltered: 4, sessionChosen: true }).action).toBe('clearFilter');
  expect(noFootsteps({ filtered: false, unfiltered: 0, sessionChosen: true }).title).toBe('No footstep in this session');
  expect(noFootsteps({ filtered: true, unfiltered: 0, sessionChosen: false }).title).toBe('No footsteps yet');
});
