import { previewRequest } from '../archive/redact-preview.ts';
import { archiveRequest } from '../archive/build-archive.ts';
import { readSettings } from '../browser/settings.ts';
import type { EndpointTest, RecordedRequest, RedactionSample, RetentionForecast, VendorDefaults } from '../domain/options-views.ts';
import { addressOf, ownEndpoints } from '../domain/own-endpoints.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { RequestId } from '../domain/request.ts';
import type { OwnEndpoint, Settings } from '../domain/settings.ts';
import type { RetentionLimits } from '../domain/stored-size.ts';
import { readAs } from '../pipeline/read-as.ts';
import { compress, decompress } from '../pipeline/recode-body.ts';
import { catalog } from '../protocols/catalog.ts';
import { openDatabase } from '../store/db.ts';
import { createQueries } from '../store/queries.ts';
import { openReading } from '../store/reading.ts';
import { scanRequests } from '../store/request-scan.ts';
import { forecastRetention as forecast } from '../store/retention-forecast.ts';

/** What the options page asks for and what needs every dissector, the archive's redaction, or a look through the store. */

const db = openDatabase();
const queries = createQueries(openReading(), async () => 0);
const FEW = 5;
const TO_CHOOSE_FROM = 20;

export const vendorDefaults: readonly VendorDefaults[] = catalog.map(({ id, name, rules, variants = [] }) => ({
  id, name, rules: [{ variant: null, rules }, ...variants.map((variant) => ({ variant: variant.when, rules: variant.rules }))],
}));

const lineOf = ({ id, method, url, startedAt, protocol }: RequestRecord): RecordedRequest => ({ id, method, url, startedAt, protocol });

/** Holds one own endpoint against the stored requests. */
export async function testEndpoint(endpoint: OwnEndpoint): Promise<EndpointTest> {
  const named = ownEndpoints([endpoint]);
  const { looked, all, matched, newest } = await scanRequests(db, ({ method, url }) => named(addressOf(method, url)) !== null, FEW);
  const dissector = catalog.find(({ id }) => id === endpoint.protocol);
  const first = newest[0] && (await queries.request(newest[0].id));
  return { looked, all, matched, newest: newest.map(lineOf), reading: first && dissector ? readAs(first.request, first.body, dissector, (await readSettings()).settings.bodyCaps) : null };
}

export const recentRequests = async (): Promise<readonly RecordedRequest[]> => (await scanRequests(db, () => true, TO_CHOOSE_FROM, TO_CHOOSE_FROM)).newest.map(lineOf);

/** A stored request before and after redaction; where it is gone, or none was asked for, the made-up one. */
export async function previewRedaction(rules: Settings['redaction'], id: RequestId | null): Promise<RedactionSample> {
  const found = id === null ? null : await queries.request(id);
  return previewRequest(found && archiveRequest(found.request, found.body ?? undefined), rules, { salt: crypto.randomUUID(), codec: { compress, decompress } });
}

export const forecastRetention = (limits: RetentionLimits): Promise<RetentionForecast> => forecast(db, limits, Date.now());
