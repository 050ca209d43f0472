import type { EventKind } from '../domain/event.ts';

/** The kinds of footsteps as a person reads them. */
const WORDS: { readonly [kind in EventKind]: string } = {
  page: 'page', track: 'track', identify: 'identify', group: 'group', alias: 'alias', error: 'error', transaction: 'transaction', log: 'log',
  sessionStart: 'session start', sessionUpdate: 'session update', sessionEnd: 'session end', heartbeat: 'heartbeat', replay: 'replay',
  metric: 'metric', feedback: 'feedback', report: 'report', unknown: 'unknown',
};

export const kindWord = (kind: EventKind): string => WORDS[kind];
