/**
 * What the self-test sends: every way of sending x every kind of body x every place of a page, the end of a page, and outcomes. One list for the
 * page that sends, for the extension's page that shows what came of it, and for `npm run matrix`.
 */

export const TRANSPORTS = ['fetch', 'keepalive', 'xhr', 'beacon', 'fetchLater', 'image', 'ping', 'form', 'worker', 'sharedWorker', 'serviceWorker'] as const;
export const BODIES = [
  'none', 'string', 'params', 'formData', 'formDataBlob', 'blob', 'file', 'arrayBuffer', 'uint8Array', 'gzip', 'gzipBlob', 'stream', 'gzipStream', 'largeString', 'largeBlob',
] as const;
/** `controlled`: a page whose service worker forwards its requests (`fetch(event.request)`). `inspected`: a page with DevTools open on it. */
export const PLACES = ['top', 'sameOrigin', 'crossOrigin', 'srcdoc', 'sandbox', 'controlled', 'inspected'] as const;
export const MOMENTS = ['beforeunload-beacon', 'pagehide-beacon', 'pagehide-keepalive', 'hidden-beacon', 'unload-beacon'] as const;
export const WAYS = ['navigate', 'crossSite', 'close'] as const;
export const ENDINGS = [
  'status404', 'status500', 'status429', 'redirect302', 'redirect307', 'redirect308', 'refused', 'corsRefused', 'aborted', 'blocked', 'policyFetch', 'policyBeacon', 'policyImage',
] as const;

export type Transport = (typeof TRANSPORTS)[number];
export type BodyKind = (typeof BODIES)[number];
export type Place = (typeof PLACES)[number];
export type Moment = (typeof MOMENTS)[number];
export type Way = (typeof WAYS)[number];
export type Ending = (typeof ENDINGS)[number];

export type SelfTestCase = {
  /** Names it in the address that it is sent to, in a table, and in messages. */
  readonly id: string;
  readonly group: 'send' | 'leave' | 'outcome';
  readonly transport: Transport;
  readonly body: BodyKind;
  readonly place: Place;
  /** Of `leave`: what the page does, and in which event it sends. */
  readonly leave?: { readonly way: Way; readonly moment: Moment };
  readonly ending?: Ending;
};

/** Places from which a document sends. */
const DOCUMENT_PLACES: readonly Place[] = ['top', 'sameOrigin', 'crossOrigin', 'srcdoc', 'sandbox'];
const ONLY_TOP: readonly Place[] = ['top'];

/** What `postMessage` takes to a worker that builds no body of its own. */
const CLONEABLE: readonly BodyKind[] = ['none', 'string', 'blob', 'file', 'arrayBuffer', 'uint8Array', 'gzip', 'gzipBlob', 'largeString', 'largeBlob'];
const STREAMS: readonly BodyKind[] = ['stream', 'gzipStream'];
const LARGE: readonly BodyKind[] = ['largeString', 'largeBlob'];
const without = (...left: readonly BodyKind[]): readonly BodyKind[] => BODIES.filter((body) => !left.includes(body));

/**
 * Which pairs there are, and where. Left out: a stream by anything but `fetch` (the others turn it into the text "[object ReadableStream]"); a
 * POST without a body, as no vendor's protocol has one, so nothing would claim it; a large Blob where the browser's quota of 64 KiB counts; and
 * all that a browser does not offer in a place.
 */
const SENDS: Readonly<Record<Transport, { readonly bodies: readonly BodyKind[]; readonly places: readonly Place[] }>> = {
  fetch: { bodies: BODIES, places: [...DOCUMENT_PLACES, 'controlled'] },
  keepalive: { bodies: without(...STREAMS, 'largeBlob'), places: DOCUMENT_PLACES },
  xhr: { bodies: without(...STREAMS), places: DOCUMENT_PLACES },
  beacon: { bodies: without('none', 'largeBlob', ...STREAMS), places: [...DOCUMENT_PLACES, 'controlled'] },
  // Frames have a quota of their own, by a policy of their parent.
  fetchLater: { bodies: without(...STREAMS, ...LARGE), places: ['top', 'sameOrigin'] },
  image: { bodies: ['none'], places: DOCUMENT_PLACES },
  // The browser makes the body itself: the word PING. A srcdoc frame has no address of its own that a link could lead to.
  ping: { bodies: ['none'], places: ['top', 'sameOrigin', 'crossOrigin', 'sandbox'] },
  // What a script can put into a form without a person.
  form: { bodies: ['string', 'params', 'formData'], places: DOCUMENT_PLACES },
  worker: { bodies: BODIES, places: ONLY_TOP },
  sharedWorker: { bodies: BODIES, places: ONLY_TOP },
  serviceWorker: { bodies: CLONEABLE, places: ONLY_TOP },
};

const SENT: readonly SelfTestCase[] = TRANSPORTS.flatMap((transport) =>
  SENDS[transport].places.flatMap((place) => SENDS[transport].bodies.map((body) => ({ id: [transport, body, place].join('.'), group: 'send' as const, transport, body, place }))),
);

/** Sent again where DevTools is the second witness: what workers send, which the page tap does not reach, and what it leaves alone. */
const INSPECTED: readonly SelfTestCase[] = (
  [['worker', ['string', 'blob', 'file', 'gzipBlob', 'formDataBlob', 'largeBlob']], ['serviceWorker', ['string', 'blob', 'file', 'gzipBlob']], ['sharedWorker', ['string', 'blob']], ['fetch', ['blob', 'gzipStream', 'largeBlob']]] as const
).flatMap(([transport, bodies]) => bodies.map((body) => ({ id: [transport, body, 'inspected'].join('.'), group: 'send' as const, transport, body, place: 'inspected' as const })));

/** All 15 ends of a page, each with a body that every browser shows and one that Chromium hides. */
const LEFT: readonly SelfTestCase[] = WAYS.flatMap((way) =>
  MOMENTS.flatMap((moment) =>
    (['string', 'blob'] as const).map((body) => ({
      id: ['leave', way, moment, body].join('.'), group: 'leave' as const, body, place: 'top' as const, leave: { way, moment },
      transport: moment.endsWith('keepalive') ? ('keepalive' as const) : ('beacon' as const),
    })),
  ),
);

const BY: Readonly<Partial<Record<Ending, Transport>>> = { policyBeacon: 'beacon', policyImage: 'image' };
const ENDED: readonly SelfTestCase[] = ENDINGS.map((ending) => ({
  id: ['outcome', ending].join('.'), group: 'outcome', transport: BY[ending] ?? 'fetch', body: ending === 'policyImage' ? 'none' : 'string', place: 'top', ending,
}));

export const SELF_TEST_CASES: readonly SelfTestCase[] = [...SENT, ...INSPECTED, ...LEFT, ...ENDED];

/** `short`: every transport and body at the top, every place and every end, quick enough for each test run. `devtools`: with those that need it open. */
export type SelfTestChoice = { readonly short: boolean; readonly devtools: boolean };

export const casesOf = ({ short, devtools }: SelfTestChoice): readonly SelfTestCase[] =>
  SELF_TEST_CASES.filter(({ group, transport, body, place }) => {
    if (group !== 'send') return true;
    if (place === 'inspected') return devtools;
    return !short || place === 'top' || ((transport === 'fetch' || transport === 'beacon') && ['string', 'blob', 'formDataBlob', 'stream'].includes(body));
  });

/** How often a request comes to the server: one that is sent on comes again, and stays one request. */
export const hopsOf = ({ ending }: SelfTestCase): number => (ending?.startsWith('redirect') ? 2 : 1);

export const caseById = (id: string): SelfTestCase | undefined => BY_ID.get(id);
const BY_ID = new Map(SELF_TEST_CASES.map((testCase) => [testCase.id, testCase]));
