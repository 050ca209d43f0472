import type { Event } from '../domain/event.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { RequestId } from '../domain/request.ts';
import type { Session } from '../domain/session.ts';
import type { RequestRow, SessionRow } from './db.ts';

/** From rows to what the screens show; for whoever reads them. */

export const toSession = ({ open: _open, openTabs: _openTabs, lane: _lane, dueAt: _dueAt, ...session }: SessionRow): Session => session;

/** The requests that carried any of these events. */
export const requestsOf = (events: readonly Event[]): RequestId[] => [...new Set(events.flatMap((e) => [e.requestId, ...e.repeatedBy]))];

export const toRequest = ({ pending: _pending, ...record }: RequestRow): RequestRecord => record;

/** Of a service worker nobody knows whose it is; it may be this tab's. */
export const isOfTab = (request: RequestRecord, tabId: number): boolean => request.tabId === tabId || request.tabId === null;
