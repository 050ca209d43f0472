import type { Body } from '../../domain/request.ts';
import { t } from '../messages/translate.ts';
import type { BodyKind, SelfTestCase } from './cases.ts';

/** What was measured of browsers, and nothing else, excuses a body that is not exact. */
export type BrowserKind = 'chromium' | 'firefox';

/** Data pipes to Chromium's network: its webRequest shows an error in their place. */
const PIPES: readonly BodyKind[] = ['blob', 'file', 'gzipBlob', 'stream'];

/** Why the browser did not show what this case sent; null where there is no excuse. */
export function whyHidden(testCase: SelfTestCase, browser: BrowserKind, body: Body): string | null {
  return browser === 'chromium' ? hiddenInChromium(testCase, body) : hiddenInFirefox(testCase, body);
}

function hiddenInChromium({ transport, body: sent }: SelfTestCase, body: Body): string | null {
  const isPipe = PIPES.includes(sent) && body.kind === 'unavailable';
  // The content of files is left out without a mark.
  const hasHole = sent === 'formDataBlob' && body.kind !== 'none';
  if (!isPipe && !hasHole) return null;
  const what = hasHole ? t('selfTest_why_file') : sent === 'stream' ? t('selfTest_why_stream') : t('selfTest_why_blob');
  if (transport === 'worker') return t('selfTest_why_worker', what);
  if (transport === 'sharedWorker' || transport === 'serviceWorker') return t(`selfTest_why_${transport}`, what);
  return sent === 'stream' ? t('selfTest_why_disturb') : null;
}

function hiddenInFirefox({ body: sent }: SelfTestCase, body: Body): string | null {
  return sent === 'formDataBlob' && body.kind === 'form' ? t('selfTest_why_name') : null;
}

/** Why the browser sent nothing; null where it should have. */
export function whyNotSent({ transport, body, leave }: SelfTestCase, browser: BrowserKind, sent: string | undefined): string | null {
  if (sent === 'absent') return t('selfTest_why_absent', transport);
  if (body === 'stream' && browser === 'chromium' && sent?.startsWith('failed')) return t('selfTest_why_http2');
  if (leave?.way === 'close' && browser === 'firefox') return t('selfTest_why_closing');
  return null;
}
