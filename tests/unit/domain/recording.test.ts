import { expect, it } from 'vitest';
import { concerns, pausedBy, pausedScopes, siteOf, type RecordingChoice } from '../../../lib/domain/recording.ts';
import type { GapScope } from '../../../lib/domain/ports.ts';

const choice = (change: Partial<RecordingChoice> = {}): RecordingChoice => ({ recording: true, sites: { mode: 'all', hosts: [] }, pausedTabs: new Set(), ...change });

it('lets the page of the tab decide for frames and workers, and the origin that asked where no tab is known', () => {
  const of = { tabId: 1, topUrl: 'https://shop.example/a', pageUrl: 'https://pay.example/frame', initiator: 'https://pay.example' };
  expect(siteOf(of)).toBe('shop.example');
  expect(siteOf({ ...of, topUrl: null })).toBe('pay.example');
  expect(siteOf({ tabId: null, topUrl: null, pageUrl: null, initiator: 'https://worker.example' })).toBe('worker.example');
  expect(siteOf({ tabId: 1, topUrl: 'about:blank', pageUrl: null, initiator: null })).toBeNull();
});

it('pauses everywhere, on a site, in a tab', () => {
  expect(pausedBy(choice(), 1, 'shop.example')).toBeNull();
  expect(pausedBy(choice({ recording: false, pausedTabs: new Set([1]) }), 1, 'shop.example')).toBe('everywhere');
  const except = choice({ sites: { mode: 'except', hosts: ['shop.example'] } });
  expect([pausedBy(except, 1, 'www.shop.example'), pausedBy(except, 1, 'other.example'), pausedBy(except, null, null)]).toEqual(['site', null, null]);
  const only = choice({ sites: { mode: 'only', hosts: ['shop.example'] } });
  expect([pausedBy(only, 1, 'www.shop.example'), pausedBy(only, 1, 'other.example'), pausedBy(only, null, null)]).toEqual([null, 'site', 'site']);
  const tab = choice({ pausedTabs: new Set([7]) });
  expect([pausedBy(tab, 7, 'shop.example'), pausedBy(tab, 8, 'shop.example'), pausedBy(tab, null, 'shop.example')]).toEqual(['tab', null, null]);
});

it('names what is paused, each by itself', () => {
  expect(pausedScopes(choice())).toEqual([]);
  expect(pausedScopes(choice({ recording: false, sites: { mode: 'except', hosts: ['a.example', 'b.example'] }, pausedTabs: new Set([7]) }))).toEqual([
    null, { kind: 'site', host: 'a.example' }, { kind: 'site', host: 'b.example' }, { kind: 'tab', tabId: 7 },
  ]);
  expect(pausedScopes(choice({ sites: { mode: 'only', hosts: ['a.example'] } }))).toEqual([{ kind: 'otherSites', hosts: ['a.example'] }]);
});

it('tells whom a gap concerns', () => {
  const of = { tabIds: [7], hosts: ['www.a.example'] };
  const scopes: readonly (GapScope | null)[] = [null, { kind: 'tab', tabId: 7 }, { kind: 'tab', tabId: 8 }, { kind: 'site', host: 'a.example' }, { kind: 'site', host: 'b.example' }, { kind: 'otherSites', hosts: ['a.example'] }, { kind: 'otherSites', hosts: ['b.example'] }];
  expect(scopes.map((scope) => concerns(scope, of))).toEqual([true, true, false, true, false, false, true]);
  expect(scopes.map((scope) => concerns(scope, { tabIds: [], hosts: null }))).toEqual([true, false, false, true, true, true, true]);
});
