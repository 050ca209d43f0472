import { expect, it } from 'vitest';
import { badgeView, notRecorded, recordingWords } from '../../../lib/view/recording.ts';

it('says the widest reason first', () => {
  const on = { on: true, hasPermission: true, site: { host: 'a.example', on: true }, tab: { on: true } };
  expect(recordingWords(on)).toBe('Recording');
  expect(recordingWords({ on: true, hasPermission: true })).toBe('Recording');
  expect(recordingWords({ ...on, tab: { on: false } })).toBe('Tab paused');
  expect(recordingWords({ ...on, tab: { on: false }, site: { host: 'a.example', on: false } })).toBe('Site paused');
  expect(recordingWords({ ...on, hasPermission: false, site: { host: 'a.example', on: false } })).toBe('Not allowed');
  expect(recordingWords({ ...on, on: false, hasPermission: false })).toBe('Paused');
  expect(notRecorded(on)).toBeNull();
});

it('says on the button how many sessions are open, and whether it records', () => {
  const badge = (openSessions: number, paused: Parameters<typeof badgeView>[1] = null, errors = 0, findings = 0, crashed = 0) => badgeView({ openSessions, errors, findings, crashed }, paused);
  expect(badge(0)).toEqual({ text: '', look: 'live', title: 'Footsteps: no open session in this tab' });
  expect(badge(1)).toEqual({ text: '1', look: 'live', title: 'Footsteps: 1 open session in this tab' });
  expect(badge(2, 'tab')).toEqual({ text: '2', look: 'paused', title: 'Footsteps: 2 open sessions in this tab. This tab is not recorded.' });
  expect(badge(0, 'everywhere')).toEqual({ text: '', look: 'paused', title: 'Footsteps: no open session in this tab. Recording is paused.' });
  expect(badge(2, null, 1)).toEqual({ text: '2!', look: 'trouble', title: 'Footsteps: 2 open sessions in this tab: 1 error' });
  expect(badge(1, null, 3, 2)).toEqual({ text: '1!', look: 'trouble', title: 'Footsteps: 1 open session in this tab: 3 errors, 2 findings' });
  expect(badge(0, null, 0, 0, 1)).toEqual({ text: '!', look: 'trouble', title: 'Footsteps: no open session in this tab: 1 session just crashed' });
  expect(badge(1, null, 2, 0, 2)).toEqual({ text: '1!', look: 'trouble', title: 'Footsteps: 1 open session in this tab: 2 errors, 2 sessions just crashed' });
  expect(badge(1, 'site', 3)).toMatchObject({ look: 'paused', title: 'Footsteps: 1 open session in this tab: 3 errors. This site is not recorded.' });
});
