import type { EpochMs } from '../base/time.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** A duration for a column or a ticking clock: "850 ms", "12 s", "4 m 32 s", "2 h 05 m", "3 d 4 h". */
export function formatDuration(ms: number): string {
  const abs = Math.abs(ms);
  const sign = ms < 0 ? '−' : '';
  if (abs < 1000) return `${sign}${Math.round(abs)} ms`;
  const s = Math.floor(abs / 1000);
  if (s < 60) return `${sign}${s} s`;
  if (s < 3600) return `${sign}${Math.floor(s / 60)} m ${two(s % 60)} s`;
  if (s < 86_400) return `${sign}${Math.floor(s / 3600)} h ${two(Math.floor((s % 3600) / 60))} m`;
  return `${sign}${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}

/** Time since the session's start: "+0:12.3", "+64:05.0" is written "+1:04:05.0"; before it: "−0:00.4". */
export function formatOffset(ms: number): string {
  const tenths = Math.round(Math.abs(ms) / 100);
  const s = Math.floor(tenths / 10);
  const tail = `${two(s % 60)}.${tenths % 10}`;
  const m = Math.floor(s / 60);
  const head = m < 60 ? String(m) : `${Math.floor(m / 60)}:${two(m % 60)}`;
  return `${ms < 0 && tenths > 0 ? '−' : '+'}${head}:${tail}`;
}

/** Local time of day: "10:14:30", with `millis` "10:14:30.250". */
export function formatClock(at: EpochMs, millis = false): string {
  const d = new Date(at);
  const clock = `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
  return millis ? `${clock}.${String(d.getMilliseconds()).padStart(3, '0')}` : clock;
}

/** Local date and time: "2026-11-21 10:14:30". */
export function formatDateTime(at: EpochMs): string {
  const d = new Date(at);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${formatClock(at)}`;
}

/** The time of day where it was the same local day as `now`, else with the date. */
export function formatMoment(at: EpochMs, now: EpochMs): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? formatClock(at) : formatDateTime(at);
}

/** "0", "950", "5,000". */
export const formatCount = (n: number): string => String(Math.trunc(n)).replace(/\B(?=(\d{3})+$)/g, ',');

/** "1 event", "5,000 events". */
export const plural = (n: number, one: string, many = `${one}s`): string => `${formatCount(n)} ${n === 1 ? one : many}`;

/** "512 B", "1.4 kB", "20 MB", "60 GB". */
export function formatBytes(n: number): string {
  if (n < 1000) return `${n} B`;
  const [value, unit] = n < 1_000_000 ? [n / 1000, 'kB'] : n < 1_000_000_000 ? [n / 1_000_000, 'MB'] : [n / 1_000_000_000, 'GB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** Both ends of a long id, which is where people look to tell two apart: "5f2c81d0…9a3e". Short ones stay whole. */
export const shortId = (id: string): string => (id.length > 20 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id);

const parsed = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);

/** Path and query of a page's URL, its host where there is neither; other texts as they are. */
export function pageLabel(url: string | null): string {
  if (url === null) return '';
  const parts = parsed(url);
  if (!parts?.host) return url;
  const tail = parts.pathname + parts.search + parts.hash;
  return tail === '/' ? parts.host : tail;
}

/** Host of a URL or site; other texts as they are. */
export function hostLabel(url: string): string {
  return parsed(url)?.host || url;
}
