import { PROJECTS } from '../../../lib/view/self-test/payload.ts';

/** What the vendors' servers answer, as far as their SDKs care. */
export type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until it comes. */
  readonly delay?: number;
  /** Not for pages of other origins to read. */
  readonly sameOriginOnly?: boolean;
};

const json = (value: unknown, status = 200): Answer => ({ status, type: 'application/json', body: JSON.stringify(value) });
const text = (body: string, status = 200): Answer => ({ status, type: 'text/plain', body });

/** Enough for RudderStack's SDK to load: an enabled source without destinations, so that no further script is fetched. */
const RUDDER_SOURCE = {
  source: {
    id: 'demo-source',
    name: 'Demo',
    writeKey: 'demo-write-key',
    enabled: true,
    workspaceId: 'demo-workspace',
    config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
    connections: [],
    destinations: [],
  },
  updatedAt: '2026-01-01T00:00:00.000Z',
};

/** The first entry whose path matches the end of the request's path answers; a proxy's prefix does not matter. */
const ANSWERS: readonly { readonly path: RegExp; readonly answer: Answer }[] = [
  { path: /\/api\/v2\/projects\/config$/, answer: json({ version: 1, settings: {} }) },
  { path: /\/api\/v2\/events\/session\/heartbeat$/, answer: text('') },
  { path: /\/api\/v2\/events\/by-ref\/[^/]+\/user-description$/, answer: text('', 202) },
  { path: /\/api\/v2\/events$/, answer: { status: 202, type: 'text/plain', body: '', headers: { 'x-exceptionless-configversion': '1' } } },
  // Sentry's projects of the self-test, which fare as it needs them to (lib/view/self-test/payload.ts).
  { path: /\/api\/404\/envelope\/$/, answer: json({}, 404) },
  { path: /\/api\/429\/envelope\/$/, answer: { ...json({}, 429), headers: { 'retry-after': '60', 'x-sentry-rate-limits': '60::organization' } } },
  { path: /\/api\/500\/envelope\/$/, answer: json({}, 500) },
  { path: new RegExp(`/api/${PROJECTS.slow}/envelope/$`), answer: { ...json({}), delay: 2_000 } },
  { path: new RegExp(`/api/${PROJECTS.withoutCors}/envelope/$`), answer: { ...json({}), sameOriginOnly: true } },
  { path: /\/api\/\d+\/(envelope|store)\/$|\/api\/embed\/error-page\/$/, answer: json({}) },
  { path: /\/com\.snowplowanalytics\.snowplow\/tp2$|\/i$/, answer: text('ok') },
  { path: /\/sourceConfig\/?$/, answer: json(RUDDER_SOURCE) },
  { path: /\/v1\/(?:events\/)?settings\/[^/]+$/, answer: json({ strategy: 'Conversion', integrations: {} }) },
  { path: /\/v1\/(track|page|screen|identify|group|alias|batch)$/, answer: text('OK') },
  { path: /\/v1\/events(\/[a-z]+)?$/, answer: json({}) },
];

/** The answer of the vendor to whom the path belongs; 204 for paths of nobody. */
export function answerOf(path: string): Answer {
  return ANSWERS.find((entry) => entry.path.test(path))?.answer ?? { status: 204, type: 'text/plain', body: '' };
}
