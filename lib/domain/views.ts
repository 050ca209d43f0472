import type { EpochMs } from '../base/time.ts';
import type { Event } from './event.ts';
import type { FieldNode } from './field.ts';
import type { Finding } from './finding.ts';
import type { RequestRecord } from './ports.ts';
import type { Body, Outcome } from './request.ts';
import type { SessionKey } from './session.ts';
import type { Settings } from './settings.ts';

/** What the screens ask for, and what they get: the vocabulary between the store's queries and the components. */

/** An event with the delivery and the body's size of its request, as the list of footsteps shows it. `bodySize` absent or null: not known. */
export type Footstep = Event & { readonly outcome: Outcome; readonly bodySize?: number | null };

/** Which sessions or footsteps a view is about. `tabId` null: all tabs. */
export type ViewScope = { readonly tabId: number | null };

export type FootstepQuery = {
  /** Of one session; absent: of all sessions (and of none) in the scope. */
  readonly sessionKey?: SessionKey;
  readonly tabId?: number | null;
  /** The newest so many. */
  readonly limit: number;
};

/** Footsteps, newest first, and the moment from which to go on (those of it come again); null: there are none before. */
export type FootstepPiece = { readonly rows: readonly Footstep[]; readonly next: EpochMs | null };

/** A stored request whose body the browser did not show, for whoever may yet have seen it. */
export type HiddenRequest = Pick<RequestRecord, 'id' | 'method' | 'url' | 'startedAt'>;

/** Whether it is recorded: at all, and what a page of ours is about: the site and the tab, where it is about one. */
export type RecordingState = {
  readonly on: boolean;
  readonly hasPermission: boolean;
  readonly site?: { readonly host: string; readonly on: boolean };
  readonly tab?: { readonly on: boolean };
};

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

/** Follows an export: the part that is done, from 0 to 1, and a way to stop it. `redaction`: what is taken out, where it is not what the settings say. */
export type ExportWatch = { readonly progress?: (share: number) => void; readonly signal?: AbortSignal; readonly redaction?: Settings['redaction'] };
/** A part of the recording as a file; `copies`: it is meant for the clipboard. */
export type ExportedFile = { readonly fileName: string; readonly content: Blob; readonly copies: boolean };

export type ExportSelection = { readonly sessionKeys?: readonly SessionKey[]; readonly tabId?: number; /** Asked for by the person: without it nothing of a private window is exported. */ readonly includePrivate?: boolean };
