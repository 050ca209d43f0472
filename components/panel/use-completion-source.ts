import { useCallback } from 'preact/hooks';
import type { FieldSpec } from '../../lib/domain/field.ts';
import type { CompletionSource } from '../../lib/view/filter/complete.ts';
import { vendorCounts } from '../../lib/view/session-rows.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';
import type { PanelData } from './use-panel-data.ts';

/** The newest footsteps' pages are proposed; those of all would be thousands. */
const NEWEST = 200;

const NO_FIELDS: readonly FieldSpec[] = [];

const present = (values: readonly (string | null | undefined)[]): string[] => [...new Set(values)].filter((value) => typeof value === 'string');

/** What the filter can propose of the data that is there. Gathered when asked for, not with each arrival. */
export function useCompletionSource({ sessions, footsteps, findings }: PanelData): () => CompletionSource {
  const services = useServices();
  const { vendorName } = services;
  const fields = useLive(useCallback(() => services.fields(), [services])).value ?? NO_FIELDS;
  return useCallback(() => ({
    vendors: vendorCounts(sessions.all, vendorName).map(({ protocol, name }) => ({ word: protocol, hint: name })),
    users: present(sessions.all.flatMap(({ identity }) => [identity.userId, identity.name, identity.anonymousId])),
    sessions: present(sessions.all.map(({ sessionId }) => sessionId)),
    pages: present(footsteps.all.slice(-NEWEST).map(({ page }) => page)),
    codes: present(findings.map(({ code }) => code)),
    fields,
  }), [sessions.all, footsteps.all, findings, vendorName, fields]);
}
