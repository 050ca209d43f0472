import type { FeedItem, Tell } from '../domain/feed.ts';
import { footstepOf } from '../domain/footstep.ts';
import type { PrivateRecording, PrivateView } from '../domain/private-view.ts';
import type { RequestId } from '../domain/request.ts';
import { memoryInbox } from './memory-inbox.ts';
import type { DevtoolsJoinDeps } from './devtools-join.ts';
import { createMemoryRepository } from './memory-repository.ts';
import { createRecorder, type Recorder, type RecorderOptions } from './recorder.ts';

export type PrivateWindowsOptions = Omit<RecorderOptions, 'repository' | 'inbox' | 'written'> & {
  /** The window of a tab; null where it is not known. */
  readonly windowOf: (tabId: number) => number | null;
  /** Something of a private window was written, or is gone. */
  readonly changed: (tabs: ReadonlySet<number>) => void;
  /** Memory is not the disk: no more requests than these are taken of a window. What is over is counted. */
  readonly maxRequests?: number;
};

export type PrivateWindows = {
  /** Takes what is of a private window, and says whether it did. Everything else is the recorder's. */
  take(item: FeedItem): boolean;
  /** What is held of the window that a tab is in. */
  view(tabId: number): PrivateView;
  recording(tabId: number): PrivateRecording | null;
  openSessions(tabId: number): number;
  /** What DevTools as second witness needs: bodies of requests that are held. It adds none. */
  devtools(tabId: number): Omit<DevtoolsJoinDeps, 'idOf'>;
  /** Forgets a window; and what is of none, with the last. */
  closed(windowId: number, isLast: boolean): void;
  forget(tabId: number): void;
  isEmpty(): boolean;
  tick(): Promise<void>;
};

const MAX_FOOTSTEPS = 2_000;
/** As many of the newest requests as are looked at in other windows. */
const MAX_HIDDEN = 50;
/** The window of requests of which only the origin is known, as of workers. */
const NOBODYS = -1;

type Held = { readonly recorder: Recorder; readonly repository: ReturnType<typeof createMemoryRepository>; readonly ids: Set<RequestId> };

/**
 * Records private windows, one by one, in memory alone: what is told here is written nowhere, and gone with its window, or with the
 * worker.
 */
export function createPrivateWindows(options: PrivateWindowsOptions): PrivateWindows {
  const { maxRequests = 5_000 } = options;
  const windows = new Map<number, Held>();
  const windowOf = (tabId: number | null): number => (tabId === null ? null : options.windowOf(tabId)) ?? NOBODYS;
  const held = (tabId: number): Held | undefined => windows.get(windowOf(tabId));

  function open(windowId: number): Held {
    const known = windows.get(windowId);
    if (known) return known;
    const repository = createMemoryRepository();
    const recorder = createRecorder({ ...options, repository, inbox: memoryInbox(), written: options.changed });
    const made = { recorder, repository, ids: new Set<RequestId>() };
    windows.set(windowId, made);
    return made;
  }

  const tellAll: Tell = (item) => {
    for (const { recorder } of windows.values()) recorder.tell(item);
  };

  return {
    take(item) {
      if (item.type === 'environment') tellAll(item);
      if (item.type === 'headers' || item.type === 'outcome') {
        const its = [...windows.values()].find(({ ids }) => ids.has(item.id));
        its?.recorder.tell(item);
        return its !== undefined;
      }
      if (item.type !== 'request' || !item.request.incognito) return false;
      const { recorder, ids } = open(windowOf(item.request.tabId));
      if (!ids.has(item.request.id) && ids.size >= maxRequests) recorder.tell({ type: 'count', counters: { candidates: 1, 'dropped.memoryFull': 1 } });
      else {
        ids.add(item.request.id);
        const { incognito: _private, ...request } = item.request;
        recorder.tell({ ...item, request });
      }
      return true;
    },
    view(tabId) {
      const its = held(tabId)?.repository.held;
      if (!its) return { sessions: [], footsteps: [], findings: [], counters: {}, hidden: [] };
      const sessions = [...its.sessions.values()].toSorted((a, b) => b.lastActivityAt - a.lastActivityAt).map(({ lane: _lane, facts: _facts, dueAt: _dueAt, ...session }) => session);
      const events = [...its.events.values()].toSorted((a, b) => a.occurredAt - b.occurredAt).slice(-MAX_FOOTSTEPS);
      const footsteps = events.map((event) => footstepOf(event, (id) => its.requests.get(id)));
      const hidden = [...its.requests.values()].filter((request) => request.tabId === tabId && request.result === 'bodyUnavailable').slice(-MAX_HIDDEN);
      return {
        sessions, footsteps, findings: [...its.findings.values()].flat(), counters: Object.fromEntries(its.counters),
        hidden: hidden.map(({ id, method, url, startedAt }) => ({ id, method, url, startedAt })),
      };
    },
    recording(tabId) {
      const its = held(tabId)?.repository.held;
      if (!its) return null;
      return {
        requests: [...its.requests.values()], bodies: its.bodies, events: [...its.events.values()], sessions: [...its.sessions.values()],
        findings: [...its.findings.values()].flat(), counters: Object.fromEntries(its.counters),
      };
    },
    devtools: (tabId) => ({
      tell: (item) => held(tabId)?.recorder.tell(item),
      stored: async (of, from, to) => [...(held(tabId)?.repository.held.requests.values() ?? [])].filter((request) => request.tabId === of && request.startedAt >= from && request.startedAt <= to),
      // While nothing is recorded of private windows nothing is held, and what is not held is not added.
      gaps: async () => [],
      beganAt: async () => 0,
    }),
    openSessions: (tabId) => [...(held(tabId)?.repository.held.sessions.values() ?? [])].filter((s) => s.endedAt === null && s.tabIds.includes(tabId)).length,
    closed(windowId, isLast) {
      windows.delete(windowId);
      if (isLast) windows.clear();
      options.changed(new Set());
    },
    forget(tabId) {
      windows.delete(windowOf(tabId));
      options.changed(new Set([tabId]));
    },
    isEmpty: () => windows.size === 0,
    async tick() {
      for (const { recorder } of windows.values()) await recorder.tick();
    },
  };
}
