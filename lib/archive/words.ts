import type { EpochMs } from '../base/time.ts';
import type { Outcome } from '../domain/request.ts';
import { LEDGER_COLUMNS, type CaptureLedger } from './archive.ts';
import { plain } from './terminal-text.ts';

/** Words that the formats for people share. All of them give one line of plain text. */

/** What became of a candidate request. */
export const LEDGER_WORDS: { readonly [column in Exclude<keyof CaptureLedger, 'candidates'>]: string } = {
  decoded: 'decoded', partly: 'partly decoded', bodyUnavailable: 'with the body unavailable', undecodable: 'undecodable', dropped: 'dropped',
};

/** "42 candidate requests: 40 decoded, 2 dropped". */
export function ledgerWords(ledger: CaptureLedger): string {
  const [, ...ends] = LEDGER_COLUMNS;
  const said = ends.filter((column) => ledger[column]).map((column) => `${ledger[column]} ${LEDGER_WORDS[column]}`);
  return `${many(ledger.candidates, 'candidate request')}${said.length ? `: ${said.join(', ')}` : ''}`;
}

export const many = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** `2026-11-21 10:00:00 UTC`. */
export const moment = (at: EpochMs): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
export const clock = (at: EpochMs): string => new Date(at).toISOString().slice(11, 19);

/** Time since the start: `+0.250`, `+4:32.100`, `+1:04:32.000`. */
export function offset(ms: number): string {
  const all = Math.round(Math.abs(ms));
  const [h, m, s] = [Math.floor(all / 3_600_000), Math.floor(all / 60_000) % 60, ((all % 60_000) / 1000).toFixed(3)];
  const two = (n: number | string, length: number) => String(n).padStart(length, '0');
  return `${ms < 0 ? '-' : '+'}${h ? `${h}:${two(m, 2)}:${two(s, 6)}` : m ? `${m}:${two(s, 6)}` : s}`;
}

/** The path of a page's URL, as the site is the same all the time. */
export const pathOf = (url: string): string => plain(/^https?:\/\/[^/?#]+([^?#]*)/i.exec(url)?.[1] || url);

/** How the last sending of it went, and how often it was sent where that was more than once. */
export function deliveryWords(last: Outcome | null, repeats: number): string {
  const times = repeats ? ` ×${repeats + 1}` : '';
  if (!last || last.kind === 'unknown') return times.trim();
  const how = last.kind === 'responded' ? String(last.status) : last.kind === 'failed' ? plain(last.error.replace(/^net::ERR_/, '')) : last.kind;
  return how + times;
}
