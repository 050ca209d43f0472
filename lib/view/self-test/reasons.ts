import { TAP_LIMITS } from '../../base/tap-limits.ts';
import type { Body } from '../../domain/request.ts';
import { t } from '../messages/translate.ts';
import type { BodyKind, SelfTestCase } from './cases.ts';
import { STREAM_AS_TEXT } from './payload.ts';

/** What was measured of browsers, and nothing else, excuses a body that is not exact. */
export type BrowserKind = 'chromium' | 'firefox';

/** Data pipes to Chromium's network: its webRequest shows an error in their place. */
const PIPES: readonly BodyKind[] = ['blob', 'file', 'gzipBlob', 'largeBlob', 'stream', 'gzipStream'];
const STREAMS: readonly BodyKind[] = ['stream', 'gzipStream'];

/** Whether DevTools of Chromium give the body of this case: Blobs of text, also those of workers, but not of shared ones. */
export const shownByDevtools = ({ transport, body }: SelfTestCase): boolean => transport !== 'sharedWorker' && (body === 'blob' || body === 'file' || body === 'largeBlob');

/**
 * Measured in Chromium: a document may be gone from the browser before it is asked whose a request is, which it sent as it was left; then
 * only its origin is named, and what its scripts told the extension is lost. How often depends on what else the machine does.
 */
const isGone = ({ leave }: SelfTestCase, browser: BrowserKind, documentId: string | null): boolean => leave !== undefined && browser === 'chromium' && documentId === null;

export type HiddenRequest = { readonly body: Body; readonly documentId: string | null; /** Of what arrived. */ readonly size: number };

/** Why the browser did not show what this case sent; null where there is no excuse. */
export function whyHidden(testCase: SelfTestCase, browser: BrowserKind, { body, documentId, size }: HiddenRequest): string | null {
  if (isGone(testCase, browser, documentId) && body.kind === 'unavailable' && PIPES.includes(testCase.body)) return t('selfTest_why_untold');
  return browser === 'chromium' ? hiddenInChromium(testCase, body, size) : hiddenInFirefox(testCase, body);
}

function hiddenInChromium(testCase: SelfTestCase, body: Body, size: number): string | null {
  const { transport, body: sent, place } = testCase;
  const isPipe = PIPES.includes(sent) && body.kind === 'unavailable';
  // The content of files is left out without a mark.
  const hasHole = sent === 'formDataBlob' && body.kind !== 'none';
  if (!isPipe && !hasHole) return null;
  const what = t(hasHole ? 'selfTest_why_file' : STREAMS.includes(sent) ? 'selfTest_why_stream' : 'selfTest_why_blob');
  if (transport === 'sharedWorker') return t('selfTest_why_sharedWorker', what);
  if (transport === 'worker' || transport === 'serviceWorker') {
    if (place !== 'inspected') return t('selfTest_why_worker', what);
    return shownByDevtools(testCase) ? null : t(sent === 'gzipBlob' ? 'selfTest_why_broken' : 'selfTest_why_notInDevtools', what);
  }
  if (sent === 'gzipStream') return t('selfTest_why_disturb');
  // Half of an explanation is none: the size must be right.
  const isTooLarge = sent === 'largeBlob' && body.kind === 'unavailable' && body.reason === 'tooLarge' && body.size === size && size > TAP_LIMITS.bodyBytes;
  return isTooLarge ? t('selfTest_why_tooLarge') : null;
}

function hiddenInFirefox({ body: sent }: SelfTestCase, body: Body): string | null {
  return sent === 'formDataBlob' && body.kind === 'form' ? t('selfTest_why_name') : null;
}

/** Why no tab is known of a request; null where it should be. */
export const whyTabless = (testCase: SelfTestCase, browser: BrowserKind, documentId: string | null): string | null => (isGone(testCase, browser, documentId) ? t('selfTest_why_gone') : null);

/** Why the browser sent nothing; null where it should have. */
export function whyNotSent({ transport, body, leave }: SelfTestCase, browser: BrowserKind, sent: string | undefined): string | null {
  if (sent === 'absent') return t('selfTest_why_absent', transport);
  if (transport === 'ping' && browser === 'firefox') return t('selfTest_why_ping');
  if (STREAMS.includes(body) && browser === 'chromium' && sent?.startsWith('failed')) return t('selfTest_why_certificate');
  if (leave) return t('selfTest_why_closing');
  return null;
}

/** What is true of an exact one, and makes it less than what was asked for; null for nothing. */
export function whyLess({ body, ending }: SelfTestCase, bytes: Body): string | null {
  if (ending === 'blocked') return t('selfTest_why_unblocked');
  const isText = STREAMS.includes(body) && bytes.kind === 'bytes' && bytes.bytes.length === STREAM_AS_TEXT.length;
  return isText ? t('selfTest_why_streamAsText', STREAM_AS_TEXT) : null;
}
