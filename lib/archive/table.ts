import { inWords, type EpochMs } from '../base/time.ts';
import type { Outcome } from '../domain/request.ts';
import type { Archive, ArchiveEvent, ArchiveFinding, ArchiveSession } from './archive.ts';
import { cut, padEnd, padStart, paint, plain, widthOf, wrap, type Paint } from './terminal-text.ts';
import { clock, deliveryWords, ledgerWords, many, moment, offset, pathOf } from './words.ts';

export type TableOptions = { readonly width: number; readonly color: boolean };

const INDENT = '  ';

/** Sessions with their footsteps, for a person at a terminal of `width` columns; one chunk a session. Session ids are never cut. */
export function* tableText(archive: Archive, { width, color }: TableOptions): Generator<string> {
  const p = paint(color);
  const steps = Map.groupBy(archive.events.toSorted((a, b) => a.occurredAt - b.occurredAt), (e) => e.sessionKey);
  const outcomes = new Map(archive.requests.map((r) => [r.id, r.outcome]));
  const keys = new Set(archive.sessions.map((s) => s.key));
  const bySession = Map.groupBy(archive.findings, (f) => (f.sessionKey !== null && keys.has(f.sessionKey) ? f.sessionKey : null));
  const names = new Map(archive.sessions.map((s) => [s.key, shortName(s)]));

  for (const session of archive.sessions) {
    const lines = [
      ...sessionHead(session, names, archive.createdAt, width, p),
      ...footsteps(steps.get(session.key) ?? [], session.startedAt, outcomes, width, p),
      ...(bySession.get(session.key) ?? []).flatMap((f) => finding(f, width, p)),
    ];
    yield `${lines.join('\n')}\n\n`;
  }
  const homeless = [...steps].filter(([key]) => key === null || !keys.has(key)).flatMap(([, events]) => events).toSorted((a, b) => a.occurredAt - b.occurredAt);
  if (homeless.length) {
    const from = homeless[0]?.occurredAt ?? 0;
    yield `${[p.bold('Without a session'), `${INDENT}from ${moment(from)}`, ...footsteps(homeless, from, outcomes, width, p)].join('\n')}\n\n`;
  }
  const others = bySession.get(null) ?? [];
  if (others.length) yield `${[p.bold('Findings'), ...grouped(others).flatMap((f) => finding(f, width, p))].join('\n')}\n\n`;
  yield `${summary(archive)}\n`;
}

function sessionHead(s: ArchiveSession, names: ReadonlyMap<string, string>, now: EpochMs, width: number, p: Paint): string[] {
  const id = s.sessionId === null ? p.dim(s.basis === 'identity' ? '(the server makes the id)' : '(no id: our own rules)') : plain(s.sessionId);
  const who = [s.identity.userId ?? s.identity.anonymousId, s.identity.name].filter((t) => t !== undefined).map(plain);
  const where = [`${plain(s.endpoint.collector)}`, ...(s.endpoint.project === null ? [] : [`project ${plain(s.endpoint.project)}`])];
  const { events, errors, heartbeats, requests } = s.counts;
  const counts = [many(events, 'footstep'), ...(errors ? [many(errors, 'error')] : []), ...(heartbeats ? [many(heartbeats, 'heartbeat')] : []), many(requests, 'request')];
  const line = (label: string, text: string) => wrap(text, width - 11).map((part, i) => `${INDENT}${p.dim(padEnd(i ? '' : label, 9))}${part}`);
  const other = (word: string, key: string | null) => (key === null ? '' : ` (${word} ${names.get(key) ?? plain(key)})`);
  return [
    `${p.bold(p.cyan(plain(s.protocol)))} ${p.bold(id)} ${stateOf(s, p)}`,
    ...(who.length ? line('user', who.length === 2 ? `${who[0]} (${who[1]})` : `${who[0]}`) : []),
    ...line('at', where.join(', ')),
    ...line('time', `${moment(s.startedAt)}, ${inWords((s.endedAt ?? s.lastActivityAt) - s.startedAt)}; ${counts.join(', ')}`),
    ...line('began', `${causeOf(s.start)}${other('after', s.start.previousKey)}`),
    ...(s.end ? line('ended', `${causeOf(s.end)}${other('followed by', s.end.nextKey)}`) : []),
    ...(s.serverView ? line('server', serverOf(s.serverView, now)) : []),
  ];
}

/** A cause's word, how sure, and the evidence. */
const causeOf = ({ cause, confidence, evidence }: { cause: string; confidence: string; evidence: string }): string => `${cause}, ${confidence}: ${plain(evidence)}`;

function serverOf({ rule, closesAt, durationMs }: NonNullable<ArchiveSession['serverView']>, now: EpochMs): string {
  const closing = closesAt === null ? '' : `; ${closesAt <= now ? 'closed' : 'closes'} ${moment(closesAt)}`;
  return `${plain(rule)} Lasts ${inWords(durationMs)}${closing}.`;
}

const STATE_COLOR: { readonly [state in ArchiveSession['state']]: keyof Paint } = {
  live: 'green', late: 'yellow', idle: 'yellow', ended: 'dim', expired: 'dim', crashed: 'red', abnormal: 'red',
};
const stateOf = (s: ArchiveSession, p: Paint): string => p[STATE_COLOR[s.state]](s.state);

const shortName = (s: ArchiveSession): string => (s.sessionId === null ? clock(s.startedAt) : cut(plain(s.sessionId), 13));

const KIND_WIDTH = 13;

function footsteps(events: readonly ArchiveEvent[], from: EpochMs, outcomes: ReadonlyMap<string, Outcome>, width: number, p: Paint): string[] {
  const rows = events.map((e) => ({ e, offset: offset(e.occurredAt - from), page: e.page === null ? '' : pathOf(e.page), delivery: deliveryWords(outcomes.get(e.repeatedBy?.at(-1) ?? e.requestId) ?? null, e.repeatedBy?.length ?? 0) }));
  const widest = (texts: string[], max: number) => Math.min(max, Math.max(0, ...texts.map(widthOf)));
  const offsets = widest(rows.map((r) => r.offset), 14);
  const pages = widest(rows.map((r) => r.page), Math.floor(width / 4));
  const ways = widest(rows.map((r) => r.delivery), 12);
  const rest = Math.max(16, width - INDENT.length - offsets - KIND_WIDTH - pages - ways - 5);
  const longest = widest(rows.map((r) => plain(r.e.name)), rest);
  return rows.map(({ e, offset: when, page, delivery: way }) => {
    const name = padEnd(cut(plain(e.name), longest), longest);
    const kind = padEnd(e.isError ? `! ${e.kind}` : e.kind, KIND_WIDTH);
    const cells = [p.dim(padStart(when, offsets)), e.isError ? p.red(kind) : p.cyan(kind), e.isError ? p.red(name) : name, p.dim(padEnd(cut(page, pages), pages)), cut(way, ways)];
    return `${INDENT}${cells.join(' ')}`.trimEnd();
  });
}

const SEVERITY_COLOR = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

function finding(f: ArchiveFinding, width: number, p: Paint): string[] {
  const about = f.sessionKey === null && f.requestId !== null ? ` (${plain(f.requestId)})` : '';
  const head = `${padEnd(f.severity, 7)} ${plain(f.code)}`;
  return [`${INDENT}${p[SEVERITY_COLOR[f.severity]](head)}`, ...wrap(`${plain(f.message)}${about}`, width - 10).map((line) => `${INDENT}        ${line}`)];
}

/** The same thing said of many requests is said once, with their number. */
function grouped(findings: readonly ArchiveFinding[]): ArchiveFinding[] {
  return [...Map.groupBy(findings, (f) => `${f.severity}\n${f.code}\n${f.message}`).values()].map((same) => {
    const [first] = same as [ArchiveFinding];
    return same.length === 1 ? first : { ...first, message: `${first.message} (${same.length} times, first in ${first.requestId ?? 'the file'})`, requestId: null };
  });
}

function summary({ sessions, events, findings, captureLedger, requests }: Archive): string {
  const parts = [many(sessions.length, 'session'), many(events.length, 'footstep'), many(findings.length, 'finding')];
  return `${parts.join(', ')}; ${captureLedger ? ledgerWords(captureLedger) : many(requests.length, 'request')}`;
}
