import { describe, expect, it } from 'vitest';
import { parseFilter, shownSessions, showsFootstep } from '../../../lib/view/filter.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

const ada = demoSession('9f3c', { identity: { name: 'Ada Lovelace' } });
const bob = demoSession('77aa', { identity: { name: 'Bob' } });
const page = demoFootstep(ada, 1, 0, { name: 'Front page' });
const beat = demoFootstep(ada, 2, 10, { kind: 'heartbeat', name: 'heartbeat' });
const basket = demoFootstep(bob, 3, 20, { kind: 'track', name: 'Add to basket', page: 'https://shop.example/p/1' });

describe('words', () => {
  it('are split at spaces, but for quotes', () => expect(parseFilter('Error  -beat "add to" -"not this"')).toEqual({ all: ['error', 'add to'], none: ['beat', 'not this'] }));
  it('that are half typed say nothing yet', () => expect(parseFilter('- "" -"')).toEqual({ all: [], none: [] }));
});

describe('footsteps', () => {
  const names = (text: string): string[] => [page, beat, basket].filter((f) => showsFootstep(parseFilter(text), f, f.sessionKey === ada.key ? ada : bob)).map((f) => f.name);
  it('are found by what stands in them, in any case and order', () => {
    expect(names('BASKET add')).toEqual(['Add to basket']);
    expect(names('/p/1')).toEqual(['Add to basket']);
    expect(names('delivered')).toHaveLength(3);
    expect(names('')).toHaveLength(3);
  });
  it('need all words', () => expect(names('basket front')).toEqual([]));
  it('of a session that the words name are all shown', () => expect(names('lovelace')).toEqual(['Front page', 'heartbeat']));
  it('with a word to leave out are hidden, also in a session that is named', () => {
    expect(names('lovelace -heartbeat')).toEqual(['Front page']);
    expect(names('-heartbeat')).toEqual(['Front page', 'Add to basket']);
  });
});

describe('sessions', () => {
  const keys = (text: string): string[] => shownSessions(parseFilter(text), [ada, bob], [page, beat, basket]).map((s) => s.key);
  it('are found by their own words, or by a footstep', () => {
    expect(keys('9f3c')).toEqual(['9f3c']);
    expect(keys('basket')).toEqual(['77aa']);
    expect(keys('nothing like it')).toEqual([]);
    expect(keys('')).toEqual(['9f3c', '77aa']);
  });
});
