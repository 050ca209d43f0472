import { decodeLatin1, decodeUtf8 } from '../../base/bytes.ts';
import { hash } from '../../base/hash.ts';
import type { CapturedRequest } from '../../domain/request.ts';
import { t } from '../messages/translate.ts';
import { PLACES, type Place, type SelfTestCase } from './cases.ts';
import { judge, type Arrived, type Seen, type Verdict } from './judge.ts';
import { parseReport, REPORT_CASE, tagOf, type Arrival, type Report } from './payload.ts';
import type { BrowserKind } from './reasons.ts';

export type Recorded = Seen & Pick<CapturedRequest, 'url' | 'method'>;
export type Result = { readonly testCase: SelfTestCase; readonly verdict: Verdict };

/** The requests of a run, by case; preflights are not the case's own. */
export function byCase<R extends Pick<Recorded, 'url' | 'method'>>(requests: readonly R[], run: string): ReadonlyMap<string, readonly R[]> {
  return Map.groupBy(requests.filter((request) => request.method !== 'OPTIONS' && tagOf(request.url)?.run === run), (request) => tagOf(request.url)?.id ?? '');
}

/** What the sending page reported, through the capture itself; null while that has not been recorded. */
export function reportOf(requests: readonly Recorded[], run: string): Report | null {
  const body = byCase(requests, run).get(REPORT_CASE)?.[0]?.body;
  return body?.kind === 'bytes' ? parseReport(decodeUtf8(body.bytes).text) : null;
}

/** Arrivals of which only size and hash are known. */
export const asArrived = ({ size, hash: known }: Arrival): Arrived => ({ size, equals: (bytes) => bytes.length === size && hash(decodeLatin1(bytes)) === known });

export function resultsOf(
  cases: readonly SelfTestCase[],
  browser: BrowserKind,
  { run, requests, sent, arrived }: {
    readonly run: string;
    readonly requests: readonly Recorded[];
    readonly sent: Report['sent'];
    readonly arrived: (id: string) => readonly Arrived[];
  },
): readonly Result[] {
  const seen = byCase(requests, run);
  return cases.map((testCase) => ({ testCase, verdict: judge(testCase, browser, run, { sent: sent[testCase.id], arrived: arrived(testCase.id), seen: seen.get(testCase.id) ?? [] }) }));
}

export type Tally = { readonly [kind in Verdict['kind']]: number };
export function tallyOf(results: readonly Result[]): Tally {
  const of = (kind: Verdict['kind']): number => results.filter((result) => result.verdict.kind === kind).length;
  return { exact: of('exact'), explained: of('explained'), unexplained: of('unexplained') };
}
export const tallyLine = ({ exact, explained, unexplained }: Tally): string => t('selfTest_tally', exact, explained, unexplained);

/** A line of the matrix: a transport and a body, and what came of it in each place; undefined where there is no such case. */
export type MatrixRow = { readonly key: string; readonly transport: string; readonly body: string; readonly cells: readonly { readonly place: Place; readonly result: Result | undefined }[] };

export function matrixRows(results: readonly Result[]): readonly MatrixRow[] {
  const sends = results.filter((result) => result.testCase.group === 'send');
  const rows = Map.groupBy(sends, ({ testCase }) => `${testCase.transport}.${testCase.body}`);
  return [...rows].map(([key, row]) => ({
    key, transport: row[0]?.testCase.transport ?? '', body: row[0]?.testCase.body ?? '',
    cells: PLACES.map((place) => ({ place, result: row.find((result) => result.testCase.place === place) })),
  }));
}

/** Results that are no cell of the matrix: ends of pages, and outcomes. */
export const listedResults = (results: readonly Result[]): readonly Result[] => results.filter((result) => result.testCase.group !== 'send');

/** Each reason that was given, with the number of cases, the most frequent first. */
export function reasonsOf(results: readonly Result[], kind: Verdict['kind']): readonly { readonly text: string; readonly ids: readonly string[] }[] {
  const reasons = Map.groupBy(results.filter((result) => result.verdict.kind === kind), (result) => result.verdict.text);
  return [...reasons].map(([text, group]) => ({ text, ids: group.map((result) => result.testCase.id) })).toSorted((a, b) => b.ids.length - a.ids.length);
}
