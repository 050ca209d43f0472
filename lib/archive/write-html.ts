import { inWords } from '../base/time.ts';
import { LEDGER_COLUMNS, type ArchiveFinding, type ArchiveSession } from './archive.ts';
import type { ArchiveParts } from './parts.ts';
import { REPORT_STYLE } from './report-style.ts';
import { readReport, shownText, type Report, type ReportFindings, type ReportLimits, type ReportSession, type ReportStep, type ReportSteps } from './report.ts';
import { clock, LEDGER_WORDS, many, moment, offset } from './words.ts';

const LIMITS: ReportLimits = { sessions: 500, firstSteps: 200, lastSteps: 800, steps: 20_000, findings: 200, text: 300 };

/**
 * A recording as one HTML page for a ticket: readable anywhere, on paper too. It holds no script and names nothing outside itself, and its
 * own policy forbids both; all text is escaped, addresses are text and no links.
 */
export async function* htmlText(parts: ArchiveParts): AsyncGenerator<string> {
  const report = await readReport(parts, LIMITS);
  const title = `Footsteps report${report.sites.length ? `: ${report.sites.join(', ')}` : ''}`;
  yield `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n<title>${esc(title)}</title>\n<style>${REPORT_STYLE}</style>\n</head>\n<body>\n`;
  const { sessions, steps, errors, findings } = report.counts;
  yield `<header>\n<h1>${esc(title)}</h1>\n<p>${[many(sessions, 'session'), many(steps, 'footstep'), many(errors, 'error'), many(findings, 'finding')].join(', ')}. Written ${moment(report.createdAt)} by ${text(report.exporter.name, 40)} ${text(report.exporter.version, 20)}. All times are UTC.</p>\n</header>\n<main>\n`;
  if (report.sessions.length > 1) yield overview(report);
  for (const [i, one] of report.sessions.entries()) yield* sessionSection(one, i, report);
  if (report.leftSessions) yield `<p class="left">${many(report.leftSessions, 'more session')} not shown.</p>\n`;
  if (hasSteps(report.homeless)) {
    yield '<section>\n<h2>Without a session</h2>\n';
    yield* stepTable(report.homeless, report.homeless.first[0]?.at ?? 0);
    yield '</section>\n';
  }
  if (report.findings.shown.length) yield `<section>\n<h2>Other findings</h2>\n${findingList(report.findings)}</section>\n`;
  yield captureSection(report);
  yield '</main>\n</body>\n</html>\n';
}

function overview(report: Report): string {
  const rows = report.sessions.map(({ session: s, findings }, i) =>
    `<tr><td><a href="#s${i + 1}">${i + 1}</a></td><td>${text(s.protocol, 40)}</td><td class="id">${idText(s)}</td><td>${state(s)}</td><td>${text(userOf(s), 80)}</td><td class="n">${moment(s.startedAt).slice(0, 19)}</td><td class="n">${lasted(s)}</td><td class="n">${s.counts.events}</td><td class="n">${s.counts.errors || ''}</td><td class="n">${findings.shown.length + findings.left || ''}</td></tr>\n`);
  return `<section>\n<h2>Sessions</h2>\n<div class="wide"><table class="overview">\n<thead><tr><th scope="col">#</th><th scope="col">Vendor</th><th scope="col">Session</th><th scope="col">State</th><th scope="col">User</th><th scope="col" class="n">Started</th><th scope="col" class="n">Lasted</th><th scope="col" class="n">Footsteps</th><th scope="col" class="n">Errors</th><th scope="col" class="n">Findings</th></tr></thead>\n<tbody>\n${rows.join('')}</tbody>\n</table></div>\n</section>\n`;
}

function* sessionSection({ session: s, steps, findings }: ReportSession, i: number, report: Report): Generator<string> {
  yield `<section class="session" id="s${i + 1}">\n<h2>${i + 1}. ${text(s.protocol, 40)} <span class="id">${idText(s)}</span> ${state(s)}</h2>\n<dl>\n`;
  yield fact('User', text(userOf(s), 120)) + fact('Sent to', text([s.endpoint.collector, ...(s.endpoint.project ? [`project ${s.endpoint.project}`] : [])].join(', '), 200));
  yield fact('Time', `${moment(s.startedAt)}, ${lasted(s)}; ${[many(s.counts.events, 'footstep'), many(s.counts.errors, 'error'), many(s.counts.heartbeats, 'heartbeat'), many(s.counts.requests, 'request')].join(', ')}`);
  yield fact('Began', cause(s.start, 'after', s.start.previousKey, report)) + (s.end ? fact('Ended', cause(s.end, 'followed by', s.end.nextKey, report)) : fact('Ended', 'Not yet.'));
  if (s.serverView) yield fact("Server's view", `${text(s.serverView.rule, 400)} Lasts ${inWords(s.serverView.durationMs)}${s.serverView.closesAt === null ? '' : `; ${s.serverView.closesAt <= report.createdAt ? 'closed' : 'closes'} ${moment(s.serverView.closesAt)}`}.`);
  yield `${Object.entries(s.attributes).filter(([, value]) => typeof value === 'string' || typeof value === 'number').slice(0, 20).map(([key, value]) => fact(shownText(key, 40), text(String(value), 200))).join('')}</dl>\n`;
  if (findings.shown.length) yield `<h3>Findings</h3>\n${findingList(findings)}`;
  yield '<h3>Footsteps</h3>\n';
  yield* stepTable(steps, s.startedAt);
  yield '</section>\n';
}

const fact = (name: string, value: string): string => (value === '' ? '' : `<div><dt>${esc(name)}</dt><dd>${value}</dd></div>\n`);

function cause({ cause: why, confidence, evidence }: { readonly cause: string; readonly confidence: string; readonly evidence: string }, word: string, key: string | null, report: Report): string {
  const other = key === null ? '' : `; ${word} ${text(report.idOf(key) ?? key, 60)}`;
  return `${text(evidence, 600)} <span class="tag">${esc(why)}</span> <span class="dim">${esc(confidence)}${other}</span>`;
}

function* stepTable(steps: ReportSteps, from: number): Generator<string> {
  if (!hasSteps(steps)) return yield '<p class="dim">None.</p>\n';
  yield '<div class="wide"><table class="steps">\n<thead><tr><th scope="col" class="n">Time</th><th scope="col" class="n">After</th><th scope="col">Kind</th><th scope="col">Footstep</th><th scope="col">Page</th><th scope="col">Delivery</th></tr></thead>\n<tbody>\n';
  for (const step of steps.first) yield row(step, from);
  if (steps.left) yield `<tr><td colspan="6" class="left">${many(steps.left, 'footstep')} in between not shown</td></tr>\n`;
  for (const step of steps.last) yield row(step, from);
  yield '</tbody>\n</table></div>\n';
}

const row = ({ at, kind, name, page, delivery, isError }: ReportStep, from: number): string =>
  `<tr${isError ? ' class="error"' : ''}><td class="n">${clock(at)}</td><td class="n">${offset(at - from)}</td><td>${isError ? '! ' : ''}${esc(kind)}</td><td><bdi>${esc(name)}</bdi></td><td class="page"><bdi>${esc(page)}</bdi></td><td>${esc(delivery)}</td></tr>\n`;

function findingList({ shown, left }: ReportFindings): string {
  const item = ({ severity, code, message }: ArchiveFinding): string => `<li class="${severity}"><strong>${severity}</strong> <code>${text(code, 80)}</code> ${text(message, 600)}</li>\n`;
  return `<ul class="findings">\n${shown.map(item).join('')}${left ? `<li class="left">${many(left, 'more finding')} not shown</li>\n` : ''}</ul>\n`;
}

function captureSection({ captureLedger: ledger, gaps }: Report): string {
  const counts = ledger ? LEDGER_COLUMNS.map((column) => `<tr><th scope="row">${column === 'candidates' ? 'candidate requests' : LEDGER_WORDS[column]}</th><td class="n">${ledger[column]}</td></tr>\n`).join('') : '';
  const gapRows = gaps.map(({ from, to, why, lost }) => `<li>${moment(from)} ${to === null ? 'and still' : `to ${moment(to)} (${inWords(to - from)})`}: ${esc(why)}${lost === null ? '' : `, ${many(lost, 'request')} lost`}</li>\n`).join('');
  return `<section class="capture">\n<h2>What was captured</h2>\n${counts ? `<table class="small">\n<tbody>\n${counts}</tbody>\n</table>\n` : '<p class="dim">Not told.</p>\n'}<h3>Gaps</h3>\n${gapRows ? `<ul>\n${gapRows}</ul>\n` : '<p class="dim">No time without recording is known.</p>\n'}</section>\n`;
}

const hasSteps = ({ first, left }: ReportSteps): boolean => first.length > 0 || left > 0;
const userOf = ({ identity }: ArchiveSession): string => [identity.userId ?? identity.anonymousId ?? '', ...(identity.name ? [`(${identity.name})`] : [])].join(' ').trim();
const lasted = (s: ArchiveSession): string => inWords((s.endedAt ?? s.lastActivityAt) - s.startedAt);
const idText = (s: ArchiveSession): string => (s.sessionId === null ? `<em>${s.basis === 'identity' ? 'the server makes the id' : 'no id: our own rules'}</em>` : text(s.sessionId, 120));
const state = (s: ArchiveSession): string => `<span class="state ${s.state}">${s.state}</span>`;

/** Text from the wire inside an element: one line, cut, escaped, its direction of writing kept to itself. */
const text = (value: string, max: number): string => (value === '' ? '' : `<bdi>${esc(shownText(value, max))}</bdi>`);

const ENTITIES: { readonly [char: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };
const esc = (value: string): string => value.replace(/[&<>"'`]/g, (char) => ENTITIES[char] ?? char);
