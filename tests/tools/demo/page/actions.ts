import type { ActionId } from '../truth.ts';

export type ActionInfo = {
  readonly label: string;
  /** What the page itself does, beside what it asks of the SDKs. */
  readonly page?: string;
};

export const ACTIONS: Readonly<Record<ActionId, ActionInfo>> = {
  identify: { label: 'Sign in as Ada' },
  switchUser: { label: 'Switch to Grace' },
  feature: { label: 'Use a feature' },
  log: { label: 'Write a log' },
  handledError: { label: 'Handled error' },
  unhandledError: { label: 'Unhandled error', page: 'throws outside of every try' },
  route: { label: 'Change the route', page: 'history.pushState()' },
  navigate: { label: 'Full navigation', page: 'location.assign()' },
  heartbeat: { label: 'Sign of life' },
  startSession: { label: 'Start session' },
  startSessionWithId: { label: 'Start session with id' },
  endSession: { label: 'End session' },
  idle: { label: 'Go idle', page: 'waits, then uses a feature' },
  offline: { label: 'Go offline', page: 'the collector cuts every connection' },
  online: { label: 'Go online', page: 'the collector answers again' },
  signOut: { label: 'Sign out' },
};
