import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Live } from '../lib/base/observable.ts';
import type { EpochMs } from '../lib/base/time.ts';
import type { Event } from '../lib/domain/event.ts';
import type { FieldNode } from '../lib/domain/field.ts';
import type { Finding } from '../lib/domain/finding.ts';
import type { Counters, RequestRecord } from '../lib/domain/ports.ts';
import type { Body, Outcome, RequestId } from '../lib/domain/request.ts';
import type { Session, SessionKey } from '../lib/domain/session.ts';

/** An event with the delivery of its request, as the list of footsteps shows it. */
export type Footstep = Event & { readonly outcome: Outcome };

/** Which sessions or footsteps a view is about. `tabId` null: all tabs. */
export type ViewScope = { readonly tabId: number | null };

export type FootstepQuery = {
  /** Of one session; absent: of all sessions (and of none) in the scope. */
  readonly sessionKey?: SessionKey;
  readonly tabId?: number | null;
  /** The newest so many. */
  readonly limit: number;
};

export type RecordingState = { readonly on: boolean; readonly hasPermission: boolean };

/** All that is known of the request behind a footstep: for the details. */
export type RequestDetails = {
  readonly request: RequestRecord;
  readonly body: Body;
  /** Decompressed; equal to `body` where it was not compressed. */
  readonly decoded: Body;
  /** Fields outside events, then one tree an event of this request, by its index. */
  readonly tree: readonly FieldNode[];
  readonly eventTrees: readonly (readonly FieldNode[])[];
  readonly findings: readonly Finding[];
};

export type ExportSelection = { readonly sessionKeys?: readonly SessionKey[]; readonly tabId?: number };

/**
 * Everything that a component may reach outside itself. Pages inject the real one, tests a fake. Live values come from the store; commands
 * go to the background, the only writer.
 */
export type AppServices = {
  readonly now: () => EpochMs;
  /** The inspected tab; null where the page shows all. */
  readonly tabId: number | null;
  /** Page title and site of the inspected tab. */
  readonly tab: Live<{ readonly url: string | null; readonly title: string | null }>;
  /** Newest activity first. Sessions known as of now; state is what the store last computed, `stateAt` of lib/domain tells the present one. */
  sessions(scope: ViewScope): Live<readonly Session[]>;
  footsteps(query: FootstepQuery): Live<readonly Footstep[]>;
  findings(scope: ViewScope): Live<readonly Finding[]>;
  captureLedger(): Live<Counters>;
  recording(): Live<RecordingState>;
  /** Null where the request is no longer stored. */
  details(requestId: RequestId): Promise<RequestDetails | null>;
  vendorName(protocol: string): string;
  setRecording(on: boolean): Promise<void>;
  requestPermission(): Promise<boolean>;
  clear(scope: ViewScope): Promise<void>;
  /** The archive as text, and the file name to suggest. */
  exportArchive(selection: ExportSelection): Promise<{ readonly fileName: string; readonly text: string }>;
  download(fileName: string, text: string): Promise<void>;
  copy(text: string): Promise<void>;
  openFullView(): Promise<void>;
};

const Context = createContext<AppServices | null>(null);
export const AppServicesProvider = Context.Provider;

export function useServices(): AppServices {
  const services = useContext(Context);
  if (!services) throw new Error('components need an AppServicesProvider around them');
  return services;
}
