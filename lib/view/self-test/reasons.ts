import type { Body } from '../../domain/request.ts';
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
  const what = hasHole ? 'the file of a form' : sent === 'stream' ? 'a stream' : 'a Blob';
  if (transport === 'worker') return `Chromium hides ${what}, and the page tap does not reach into workers (DevTools, while it is open, shows Blobs)`;
  if (transport === 'sharedWorker' || transport === 'serviceWorker') return `Chromium hides ${what}, and no witness reaches into ${transport === 'sharedWorker' ? 'shared' : 'service'} workers`;
  return sent === 'stream' ? 'Chromium hides a stream, and reading it would disturb it' : null;
}

function hiddenInFirefox({ body: sent }: SelfTestCase, body: Body): string | null {
  return sent === 'formDataBlob' && body.kind === 'form' ? "Firefox shows a form's file by its name alone" : null;
}

/** Why the browser sent nothing; null where it should have. */
export function whyNotSent({ transport, body, leave }: SelfTestCase, browser: BrowserKind, sent: string | undefined): string | null {
  if (sent === 'absent') return `${browser === 'firefox' ? 'Firefox' : 'this browser'} has no ${transport}`;
  if (body === 'stream' && browser === 'chromium' && sent?.startsWith('failed')) return 'Chromium sends a stream over HTTP/2 alone, which the demo does not speak';
  if (leave?.way === 'close' && browser === 'firefox') return 'Firefox does not always send what a page asks for while its tab closes';
  return null;
}
