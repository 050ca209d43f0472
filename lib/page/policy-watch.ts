import { TAP_LIMITS } from '../base/tap-limits.ts';
import type { PartnerMessage } from './tap-message.ts';

/**
 * Tells which requests the page's own policy stopped: no browser shows an extension a request for those, and a beacon even claims to have
 * been sent (facts page, section 1.3). Runs in the extension's own world of the document; `say` never throws.
 */
export function watchPolicy(document: Document, say: (message: PartnerMessage) => void, signal: AbortSignal): void {
  let refusals = 0;
  const refused = (event: SecurityPolicyViolationEvent): void => {
    if (!event.isTrusted || event.disposition !== 'enforce' || refusals >= TAP_LIMITS.refusals) return;
    const url = absoluteUrl(event.blockedURI, undefined);
    if (url === null) return;
    refusals++;
    say({ kind: 'pageTap.refused', url, directive: event.effectiveDirective });
  };
  document.addEventListener('securitypolicyviolation', refused, { signal });
}

/** Null where it is no address of the web: nothing that the background could have seen. */
export function absoluteUrl(url: unknown, base: string | undefined): string | null {
  if (typeof url !== 'string' || url.length > TAP_LIMITS.urlChars || !URL.canParse(url, base)) return null;
  const { href, protocol } = new URL(url, base);
  return (protocol === 'http:' || protocol === 'https:') && href.length <= TAP_LIMITS.urlChars ? href : null;
}
