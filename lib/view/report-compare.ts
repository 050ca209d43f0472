import type { Session } from '../domain/session.ts';
import type { Footstep } from '../domain/views.ts';
import { deliveryOf } from './delivery.ts';
import { valueText } from './field-rows.ts';
import { formatCount, formatDuration, hostLabel, pageLabel } from './format.ts';
import { kindWord } from './kind.ts';
import { t } from './messages/translate.ts';
import { maskValue } from './secrets.ts';
import { durationAt } from './state.ts';
import { identityRows } from './who.ts';
import type { EpochMs } from '../base/time.ts';

/** How a footstep of one session stands to the other: `missing` is in the first alone, `extra` in the second alone. */
export type CompareMark = 'same' | 'missing' | 'extra' | 'changed';
export type Difference = { readonly what: 'name' | 'page' | 'delivery' | 'error'; readonly one: string; readonly other: string };
export type CompareRow = { readonly mark: CompareMark; readonly one: Footstep | null; readonly other: Footstep | null; readonly differs: readonly Difference[] };
export type Comparison = { readonly rows: readonly CompareRow[]; readonly counts: { readonly [mark in CompareMark]: number }; /** Not all footsteps were compared. */ readonly cut: boolean };

/** So many of each are aligned: the table for that has as many fields as their product. */
export const MOST_COMPARED = 2_000;

/**
 * Aligns the footsteps of two sessions, both oldest first, by their kind and name; heartbeats tell time and not what a user did, and are left
 * out. Between what both have in common, footsteps of one kind count as changed.
 */
export function compareFootsteps(first: readonly Footstep[], second: readonly Footstep[], most = MOST_COMPARED): Comparison {
  const [all, others] = [first, second].map((steps) => steps.filter(({ kind }) => kind !== 'heartbeat')) as [Footstep[], Footstep[]];
  const rows = paired(aligned(all.slice(0, most), others.slice(0, most)));
  const counts = { same: 0, missing: 0, extra: 0, changed: 0 };
  for (const { mark } of rows) counts[mark]++;
  return { rows, counts, cut: all.length > most || others.length > most };
}

type Pair = readonly [one: Footstep | null, other: Footstep | null];

const sign = ({ kind, name }: Footstep): string => `${kind}\n${name}`;

/** The longest common subsequence, after what is equal at both ends. */
function aligned(one: readonly Footstep[], other: readonly Footstep[]): Pair[] {
  const [a, b] = [one.map(sign), other.map(sign)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const both = (i: number, j: number): Pair => [one[i] ?? null, other[j] ?? null];
  const [rows, columns] = [a.length - head - tail, b.length - head - tail];
  // How long the common part is from here on.
  const lengths = new Uint16Array((rows + 1) * (columns + 1));
  const at = (i: number, j: number): number => lengths[i * (columns + 1) + j] as number;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) lengths[i * (columns + 1) + j] = a[head + i] === b[head + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const pairs: Pair[] = Array.from({ length: head }, (_, i) => both(i, i));
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    if (i < rows && j < columns && a[head + i] === b[head + j]) pairs.push(both(head + i++, head + j++));
    else if (j >= columns || (i < rows && at(i + 1, j) >= at(i, j + 1))) pairs.push([one[head + i++] ?? null, null]);
    else pairs.push([null, other[head + j++] ?? null]);
  }
  for (let k = tail; k > 0; k--) pairs.push(both(a.length - k, b.length - k));
  return pairs;
}

/** What stands alone on either side, with nothing common in between, and is of one kind, is one footstep that changed. */
function paired(pairs: readonly Pair[]): CompareRow[] {
  const rows: CompareRow[] = [];
  let missing: Footstep[] = [];
  let extra: Footstep[] = [];
  const flush = (): void => {
    for (const one of missing) {
      const at = extra.findIndex(({ kind }) => kind === one.kind);
      if (at < 0) {
        rows.push({ mark: 'missing', one, other: null, differs: [] });
        continue;
      }
      for (const before of extra.slice(0, at)) rows.push({ mark: 'extra', one: null, other: before, differs: [] });
      const other = extra[at] as Footstep;
      extra = extra.slice(at + 1);
      rows.push({ mark: 'changed', one, other, differs: differencesOf(one, other) });
    }
    for (const other of extra) rows.push({ mark: 'extra', one: null, other, differs: [] });
    missing = [];
    extra = [];
  };
  for (const [one, other] of pairs) {
    if (one && other) {
      flush();
      const differs = differencesOf(one, other);
      rows.push({ mark: differs.length ? 'changed' : 'same', one, other, differs });
    } else if (one) missing.push(one);
    else if (other) extra.push(other);
  }
  flush();
  return rows;
}

function differencesOf(one: Footstep, other: Footstep): readonly Difference[] {
  const of = (what: Difference['what'], text: (step: Footstep) => string): Difference[] => (text(one) === text(other) ? [] : [{ what, one: text(one), other: text(other) }]);
  return [
    ...of('name', ({ name }) => name), ...of('page', ({ page }) => pageLabel(page)),
    // What is still on its way is no difference yet.
    ...(one.outcome.kind === 'pending' || other.outcome.kind === 'pending' || deliveryOf(one.outcome).kind === deliveryOf(other.outcome).kind ? [] : of('delivery', ({ outcome }) => deliveryOf(outcome).text)),
    ...of('error', ({ isError }) => t(isError ? 'report_yes' : 'report_no')),
  ];
}

/** "page: /basket → /checkout". */
export const differenceText = ({ what, one, other }: Difference): string => t('report_compare_differs', t(`report_compare_differs_${what}`), one || '–', other || '–');

/** What a footstep is called beside another: its kind where the name alone does not say it. */
export const stepText = ({ kind, name }: Footstep): string => (kind === 'page' || kind === 'track' || name.toLowerCase() === kindWord(kind).toLowerCase() ? name : `${kindWord(kind)}: ${name}`);

/** One thing that is told of two sessions; null: of that one it is not. */
export type AttributeRow = { readonly name: string; readonly one: string | null; readonly other: string | null; readonly mark: CompareMark };

/** What the sessions are, and what stays the same in each, side by side; what differs first. */
export function compareAttributes(one: Session, other: Session, { now, vendorName }: { readonly now: EpochMs; readonly vendorName: (protocol: string) => string }): readonly AttributeRow[] {
  const [of, ofOther] = [one, other].map((session) => attributesOf(session, now, vendorName)) as [Map<string, string>, Map<string, string>];
  const rows = [...new Set([...of.keys(), ...ofOther.keys()])].map((name): AttributeRow => {
    const [a, b] = [of.get(name) ?? null, ofOther.get(name) ?? null];
    return { name, one: a, other: b, mark: a === b ? 'same' : a === null ? 'extra' : b === null ? 'missing' : 'changed' };
  });
  return [...rows.filter(({ mark }) => mark !== 'same'), ...rows.filter(({ mark }) => mark === 'same')];
}

function attributesOf(session: Session, now: EpochMs, vendorName: (protocol: string) => string): Map<string, string> {
  const { counts, endpoint, site } = session;
  return new Map([
    [t('report_column_vendor'), vendorName(session.protocol)],
    ...(site === null ? [] : [[t('report_column_site'), hostLabel(site)] as const]),
    [t('session_collector'), endpoint.collector],
    ...identityRows(session.identity).map(({ label, value }) => [label, value] as const),
    [t('report_column_duration'), formatDuration(durationAt(session, now))],
    [t('report_column_events'), formatCount(counts.events)], [t('report_column_errors'), formatCount(counts.errors)], [t('report_column_beats'), formatCount(counts.heartbeats)],
    [t('report_column_cause'), t(`ledger_start_${session.start.cause}`)],
    [t('session_whyEnded'), session.end ? t(`ledger_end_${session.end.cause}`) : t('session_notEnded')],
    ...Object.entries(session.attributes).map(([name, value]) => [name, maskValue(name, valueText(value))] as const),
  ]);
}
