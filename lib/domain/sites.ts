/** Which sites are recorded. `hosts` are patterns: `example.com` means it and its subdomains, with any port. */
export type SitesToRecord = { readonly mode: 'all' | 'only' | 'except'; readonly hosts: readonly string[] };

/** The longest name that the domain name system has. */
const MAX_HOST = 253;
const ADDRESS = /^\[[0-9a-f:.]+\]$/;
const NAME = /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u;

/**
 * The host in what a person typed or pasted: a name, an address in a URL's way, or a whole URL. In lower case, without port and without the
 * `*.` or dot that others write for subdomains. Null where there is none.
 */
export function parseHost(text: string): string | null {
  const rest = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?([^/?#]*)/i.exec(text.trim())?.[1]?.toLowerCase() ?? '';
  const host = rest.replace(/:\d*$/, '').replace(/^\*?\./, '').replace(/\.$/, '');
  return host.length <= MAX_HOST && (ADDRESS.test(host) || NAME.test(host)) ? host : null;
}

/** Whether a text is a host as {@link parseHost} gives it. */
export const isHost = (text: string): boolean => parseHost(text) === text;

/** The host of a page's URL or of an origin, in lower case and without a port; null for those that have none (`about:blank`, `file:`). */
export function hostOf(url: string | null): string | null {
  if (url === null || !/^(https?|wss?|ftp):/i.test(url) || !URL.canParse(url)) return null;
  return new URL(url).hostname.replace(/\.$/, '') || null;
}

/** Whether a host is the one of a pattern, or a subdomain of it. Names beyond ASCII are compared as browsers write them. */
export function matchesHost(host: string, pattern: string): boolean {
  const wanted = hostOf(`https://${pattern}/`);
  return wanted !== null && (host === wanted || (host.endsWith(`.${wanted}`) && !/^[\d.]+$/.test(wanted)));
}

/** Whether a site is recorded. Pages without a host (null) are of no site: they are, unless only certain sites are. */
export function recordsSite({ mode, hosts }: SitesToRecord, host: string | null): boolean {
  if (mode === 'all') return true;
  const isNamed = host !== null && hosts.some((pattern) => matchesHost(host, pattern));
  return mode === 'only' ? isNamed : !isNamed;
}

/**
 * The sites to record once the person has said for one host that it is, or is not. Of patterns that cover more than this host (`example.com`
 * for `www.example.com`) the whole pattern goes: a smaller list than one wanted is seen, and half a pattern cannot be written.
 */
export function withSite(sites: SitesToRecord, host: string, recorded: boolean): SitesToRecord {
  if (recordsSite(sites, host) === recorded) return sites;
  const without = sites.hosts.filter((pattern) => !matchesHost(host, pattern));
  if (sites.mode === 'only') return { mode: 'only', hosts: recorded ? [...sites.hosts, host] : without };
  if (recorded) return { mode: without.length ? 'except' : 'all', hosts: without };
  return { mode: 'except', hosts: sites.mode === 'except' ? [...sites.hosts, host] : [host] };
}
