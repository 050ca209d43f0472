import type { Archive, ArchiveEvent, ArchiveSession } from '../../e2e/support/archive-shape.ts';

export type Column<Row> = { readonly title: string; readonly text: (row: Row) => string; readonly right?: boolean; readonly max?: number };

/** Rows as lines of aligned text; longer cells end in "…". */
export function textTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map((column) => shortened(column.text(row).replaceAll(/\s+/g, ' '), column.max ?? 60)));
  const widths = columns.map((column, index) => Math.max(column.title.length, ...cells.map((line) => line[index]?.length ?? 0)));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => (columns[index]?.right === true ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join('\n');
}

/** The sessions of an archive for a person, oldest first. */
export function sessionTable(archive: Archive): string {
  const sessions = archive.sessions.toSorted((one, other) => one.startedAt - other.startedAt);
  const identity = (session: ArchiveSession, key: string): string => String(session.identity[key] ?? '');
  return textTable(sessions, [
    { title: 'vendor', text: (session) => session.protocol },
    { title: 'session', text: (session) => session.sessionId ?? `(${session.basis})` },
    { title: 'user', text: (session) => identity(session, 'userId') || identity(session, 'anonymousId'), max: 24 },
    { title: 'state', text: (session) => session.state },
    { title: 'lasted', text: (session) => seconds((session.endedAt ?? session.lastActivityAt) - session.startedAt), right: true },
    { title: 'events', text: (session) => String(session.counts.events), right: true },
    { title: 'errors', text: (session) => String(session.counts.errors), right: true },
    { title: 'beats', text: (session) => String(session.counts.heartbeats), right: true },
    { title: 'began', text: (session) => session.start.cause },
    { title: 'ended', text: (session) => session.end?.cause ?? '' },
  ]);
}

/** The footsteps of an archive for a person, in the order of time, offsets from the first. */
export function footstepTable(archive: Archive): string {
  const events = archive.events.toSorted((one, other) => one.occurredAt - other.occurredAt);
  const start = events[0]?.occurredAt ?? 0;
  const sessions = new Map(archive.sessions.map((session) => [session.key, session]));
  const requests = new Map(archive.requests.map((request) => [request.id, request]));
  const delivery = (event: ArchiveEvent): string => {
    const outcome = requests.get(event.requestId)?.outcome;
    return outcome === undefined ? '?' : outcome.kind === 'responded' ? String(outcome.status) : (outcome.error ?? outcome.kind);
  };
  return textTable(events, [
    { title: 'at', text: (event) => `+${seconds(event.occurredAt - start)}`, right: true },
    { title: 'vendor', text: (event) => event.protocol },
    { title: 'kind', text: (event) => event.kind },
    { title: 'name', text: (event) => event.name, max: 48 },
    { title: 'session', text: (event) => sessions.get(event.sessionKey ?? '')?.sessionId ?? '–', max: 14 },
    { title: 'delivered', text: delivery },
  ]);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
