import { inWords } from '../base/time.ts';
import type { ArchiveFinding, ArchiveSession } from './archive.ts';
import type { ArchiveParts } from './parts.ts';
import { readReport, shownText, type Report, type ReportFindings, type ReportSession, type ReportStep, type ReportSteps } from './report.ts';
import { ledgerWords, many, moment, offset } from './words.ts';

/** A ticket is read by people: the first footsteps of a session, and the last, which led up to what it is about. */
const LIMITS = { sessions: 20, firstSteps: 10, lastSteps: 40, steps: 400, findings: 20, text: 160 };

/**
 * A recording as a summary for a ticket, in Markdown (CommonMark with GitHub's tables). Text from the wire stands in code spans or with its
 * signs escaped: it makes no markup, no link, and mentions nobody.
 */
export async function* markdownText(parts: ArchiveParts): AsyncGenerator<string> {
  const report = await readReport(parts, LIMITS);
  const { sessions, steps, errors } = report.counts;
  yield `## Footsteps${report.sites.length ? `: ${report.sites.map((site) => code(site)).join(', ')}` : ''}\n\n${[many(sessions, 'session'), many(steps, 'footstep'), many(errors, 'error')].join(', ')}; written ${moment(report.createdAt)} by ${escaped(report.exporter.name, 40)} ${escaped(report.exporter.version, 20)}.\n`;
  for (const one of report.sessions) yield* sessionPart(one, report);
  if (report.leftSessions) yield `\n_${many(report.leftSessions, 'more session')} not shown._\n`;
  if (report.homeless.first.length || report.homeless.left) yield `\n### Without a session\n\n${stepTable(report.homeless, report.homeless.first[0]?.at ?? 0)}`;
  if (report.findings.shown.length) yield `\n### Other findings\n\n${findingList(report.findings)}`;
  if (report.captureLedger) yield `\nCaptured: ${ledgerWords(report.captureLedger)}.\n`;
  if (report.gaps.length) yield `\nNot recorded:\n\n${report.gaps.map(({ from, to, why }) => `- ${moment(from)} ${to === null ? 'and still' : `to ${moment(to)} (${inWords(to - from)})`}: ${escaped(why, 60)}\n`).join('')}`;
}

function* sessionPart({ session: s, steps, findings }: ReportSession, report: Report): Generator<string> {
  const id = s.sessionId === null ? (s.basis === 'identity' ? '(the server makes the id)' : '(no id: our own rules)') : code(s.sessionId);
  yield `\n### ${escaped(s.protocol, 40)} ${id}: ${s.state}\n\n`;
  const user = [s.identity.userId ?? s.identity.anonymousId, s.identity.name].flatMap((part) => (part ? [code(part)] : []));
  if (user.length) yield `- User: ${user.join(', ')}\n`;
  yield `- Sent to: ${code(s.endpoint.collector)}${s.endpoint.project ? `, project ${code(s.endpoint.project)}` : ''}\n`;
  yield `- Time: ${moment(s.startedAt)}, ${inWords((s.endedAt ?? s.lastActivityAt) - s.startedAt)}; ${[many(s.counts.events, 'footstep'), many(s.counts.errors, 'error'), many(s.counts.heartbeats, 'heartbeat')].join(', ')}\n`;
  yield `- Began: ${cause(s.start, 'after', s.start.previousKey, report)}\n`;
  if (s.end) yield `- Ended: ${cause(s.end, 'followed by', s.end.nextKey, report)}\n`;
  if (s.serverView) yield `- Server's view: ${escaped(s.serverView.rule, 300)}\n`;
  if (findings.shown.length) yield `\nFindings:\n\n${findingList(findings)}`;
  if (steps.first.length || steps.left) yield `\n${stepTable(steps, s.startedAt)}`;
}

function cause({ cause: why, confidence, evidence }: Pick<ArchiveSession['start'], 'cause' | 'confidence' | 'evidence'>, word: string, key: string | null, report: Report): string {
  return `${escaped(evidence, 400)} (${why}, ${confidence}${key === null ? '' : `; ${word} ${code(report.idOf(key) ?? key)}`})`;
}

const findingList = ({ shown, left }: ReportFindings): string =>
  `${shown.map(({ severity, code: what, message }: ArchiveFinding) => `- **${severity}** ${code(what)}: ${escaped(message, 400)}\n`).join('')}${left ? `- ${many(left, 'more finding')}\n` : ''}`;

function stepTable({ first, left, last }: ReportSteps, from: number): string {
  const row = ({ at, kind, name, page, delivery, isError }: ReportStep): string =>
    `| ${offset(at - from)} | ${isError ? `**${kind}**` : kind} | ${cell(name)} | ${cell(page)} | ${cell(delivery)} |\n`;
  return `| time | kind | footstep | page | delivery |\n| ---: | --- | --- | --- | --- |\n${first.map(row).join('')}${left ? `| … | | _${many(left, 'footstep')} not shown_ | | |\n` : ''}${last.map(row).join('')}`;
}

/** A code span: nothing inside it is markup, a link or a mention. */
function code(value: string): string {
  const line = shownText(value, LIMITS.text);
  if (line === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** In a table a bar ends the cell, also inside a code span; one behind a backslash is the bar itself. */
const cell = (value: string): string => code(value).replaceAll('|', '\\|');

/** A sentence among ours. Behind `@` and `#` stands a mark of no width, as ticket systems look for names and numbers after unescaping. */
function escaped(value: string, max: number): string {
  return shownText(value, max).replace(/[\\`*_[\]<>|~&$@#]|:(?=\/\/)|www(?=\.)/gi, (sign) => (sign.length > 1 ? `${sign}\u2060` : sign === '@' || sign === '#' ? `\\${sign}\u2060` : `\\${sign}`));
}
