import { liveHarRequests } from '../archive/live-har.ts';
import { bootedAt } from '../browser/boot.ts';
import { isInspectedPrivate, sendSeen } from '../browser/devtools-feed.ts';
import { createPanel, hidesBodies, inspectedTab, onRequestFinished, readHar } from '../browser/devtools-host.ts';
import { privatePage } from '../browser/private-port.ts';
import { liveSettings } from '../browser/settings.ts';
import { ownEndpoints, type OwnEndpointOf } from '../domain/own-endpoints.ts';
import { createCandidateCheck } from '../pipeline/candidates.ts';
import { createDevtoolsReader, type DevtoolsReader } from '../pipeline/devtools-reader.ts';
import { catalog } from '../protocols/catalog.ts';
import { createQueries } from '../store/queries.ts';
import { openReading } from '../store/reading.ts';

/** The page that DevTools keep while they are open on a tab: adds our panel, and is a second witness of what the tab sends. */
export function startDevtools(title: string, icon: string, page: string): void {
  const tabId = inspectedTab();
  void createPanel(title, icon, `${page}?tabId=${tabId ?? ''}`);
  if (tabId === null || !hidesBodies()) return;
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
  onRequestFinished(reader.finished);
  void isInspectedPrivate(tabId).then((isPrivate) => {
    // What is missing of a private tab is held by the background, and by no database.
    if (isPrivate) privatePage(tabId).view.subscribe(({ hidden }) => reader.hidden(hidden));
    else watchStored(tabId, reader);
  });
}

function watchStored(tabId: number, reader: DevtoolsReader): void {
  const queries = createQueries(openReading(), bootedAt);
  queries.gaps({ tabId }).subscribe((gaps) => reader.recording(gaps.every((gap) => gap.to !== null || (gap.scope && gap.scope.kind !== 'tab'))));
  queries.hidden(tabId).subscribe(reader.hidden);
}
