import { liveHarRequests } from '../archive/live-har.ts';
import { bootedAt } from '../browser/boot.ts';
import { sendSeen } from '../browser/devtools-feed.ts';
import { createPanel, hidesBodies, inspectedTab, onRequestFinished, readHar } from '../browser/devtools-host.ts';
import { liveSettings } from '../browser/settings.ts';
import { ownEndpoints, type OwnEndpointOf } from '../domain/own-endpoints.ts';
import { createCandidateCheck } from '../pipeline/candidates.ts';
import { createDevtoolsReader } from '../pipeline/devtools-reader.ts';
import { catalog } from '../protocols/catalog.ts';
import { createQueries } from '../store/queries.ts';
import { openReading } from '../store/reading.ts';

/** The page that DevTools keep while they are open on a tab: adds our panel, and is a second witness of what the tab sends. */
export function startDevtools(title: string, icon: string, page: string): void {
  const tabId = inspectedTab();
  void createPanel(title, icon, `${page}?tabId=${tabId ?? ''}`);
  if (tabId === null || !hidesBodies()) return;
  const queries = createQueries(openReading(), bootedAt);
  let ownEndpointOf: OwnEndpointOf = () => null;
  liveSettings.subscribe(({ settings }) => {
    ownEndpointOf = ownEndpoints(settings.endpoints);
  });
  const reader = createDevtoolsReader({
    read: async (takes) => liveHarRequests(await readHar(), takes),
    isCandidate: createCandidateCheck(catalog, (address) => ownEndpointOf(address)),
    send: (requests) => sendSeen(tabId, requests),
    delay: (run, ms) => void setTimeout(run, ms),
  });
  queries.gaps({ tabId }).subscribe((gaps) => reader.recording(gaps.every((gap) => gap.to !== null || (gap.scope && gap.scope.kind !== 'tab'))));
  queries.hidden(tabId).subscribe(reader.hidden);
  onRequestFinished(reader.finished);
}
