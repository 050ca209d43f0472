import { browser } from 'wxt/browser';

/** Where the page tap runs. */
export type PageTapScope = {
  readonly on: boolean;
  /** Hosts of sites where it does not, their subdomains included. */
  readonly offSites: readonly string[];
};

/** Firefox shows Blobs in webRequest: its pages get only the script that tells what a page's policy stopped. */
export const canTap = (): boolean => !import.meta.env['FIREFOX'];

/** Whether a page belongs to one of the sites, or to a subdomain of one. */
export function isOffSite(url: string, offSites: readonly string[]): boolean {
  if (offSites.length === 0 || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return offSites.map(cleanHost).some((site) => hostname === site || hostname.endsWith(`.${site}`));
}

const cleanHost = (host: string): string => host.trim().toLowerCase();

/**
 * Registered by script instead of by the manifest, so that "off" means that a page gets no byte of the tap. The partner comes first: the
 * tap greets it at once. They outlive the worker and the browser; an update of the extension drops them, so this is called at every
 * start of the worker.
 */
export async function syncPageTapScripts({ on, offSites }: PageTapScope): Promise<void> {
  const wanted = on ? scripts(offSites.flatMap(patternsOf)) : [];
  const present = await browser.scripting.getRegisteredContentScripts({ ids: [...IDS] });
  if (same(wanted, present)) return;
  if (present.length > 0) await browser.scripting.unregisterContentScripts({ ids: present.map((script) => script.id) });
  if (wanted.length > 0) await browser.scripting.registerContentScripts(wanted);
}

const IDS: readonly string[] = canTap() ? ['page-tap-partner', 'page-tap'] : ['policy-watch'];

type Script = Parameters<typeof browser.scripting.registerContentScripts>[0][number];

function scripts(excludeMatches: readonly string[]): Script[] {
  return IDS.map((id) => ({
    id,
    js: [`${id}.js`],
    matches: ['<all_urls>'],
    ...(excludeMatches.length > 0 ? { excludeMatches: [...excludeMatches] } : {}),
    allFrames: true,
    // about:blank, srcdoc, blob: and sandboxed frames, by the address of whoever made them.
    matchOriginAsFallback: true,
    runAt: 'document_start',
    world: id === 'page-tap' ? 'MAIN' : 'ISOLATED',
    persistAcrossSessions: true,
  }));
}

/** A host may come from a person's hand; one that is none must not make the browser refuse all the others. */
function patternsOf(host: string): string[] {
  const clean = cleanHost(host);
  if (/^\[[0-9a-f:.]+\]$|^\d+(\.\d+){3}$/.test(clean)) return [`*://${clean}/*`];
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(clean) ? [`*://*.${clean}/*`] : [];
}

function same(wanted: readonly Script[], present: readonly Script[]): boolean {
  const known = (script: Script): string => JSON.stringify([script.id, script.js, script.excludeMatches ?? [], script.world]);
  return wanted.length === present.length && wanted.map(known).toSorted().join() === present.map(known).toSorted().join();
}
