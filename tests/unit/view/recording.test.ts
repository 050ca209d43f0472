import { expect, it } from 'vitest';
import { badgeTitle, notRecorded, recordingWords } from '../../../lib/view/recording.ts';

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
  expect([badgeTitle(0, null), badgeTitle(1, null), badgeTitle(2, 'tab'), badgeTitle(0, 'everywhere')]).toEqual([
    'Footsteps: no open session in this tab', 'Footsteps: 1 open session in this tab', 'Footsteps: 2 open sessions in this tab. This tab is not recorded.',
    'Footsteps: no open session in this tab. Recording is paused.',
  ]);
});
