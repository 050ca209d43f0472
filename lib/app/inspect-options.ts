import { parseArgs } from 'node:util';
import type { RedactionRules } from '../archive/redact-rules.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import { DEFAULT_SETTINGS } from '../domain/settings.ts';

export const FORMATS = ['table', 'json', 'ndjson', 'csv', 'har', 'otlp', 'html', 'markdown', 'expectation'] as const;
export type Format = (typeof FORMATS)[number];

const KEPT: RedactionRules = DEFAULT_SETTINGS.redaction;
const REDACTIONS = { none: null, default: KEPT, strict: { ...KEPT, user: 'hash', email: 'hash', ip: 'hash', sessionIds: 'hash' } } as const;

export type InspectOptions = {
  readonly files: readonly string[];
  readonly format: Format;
  /** The format was asked for by name. */
  readonly formatAsked: boolean;
  /** Null: the last time in the files. */
  readonly now: EpochMs | null;
  /** Codes of findings, or severities (`warning` stands for errors too). */
  readonly failOn: readonly string[];
  /** A file of expectations to compare with; null: none. */
  readonly expect: string | null;
  /** The file to write; null: standard output. */
  readonly out: string | null;
  readonly asIs: boolean;
  /** What is taken out of the output; null: nothing. */
  readonly redact: RedactionRules | null;
  /** In the filter's language; empty: everything. */
  readonly filter: string;
};

export const USAGE = `Usage: npm run -s inspect -- FILE… [options]

Shows the sessions and footsteps in Footsteps archives (.footsteps.json, .gz) and HAR 1.2 files; "-" reads standard input.

  --format FORMAT    table (default), json (an archive), ndjson or csv (one event a line), har, otlp (OpenTelemetry logs, JSON
                     lines), html or markdown (a report for a ticket), expectation (for --expect)
  --now MS           the moment at which states are judged, epoch milliseconds (default: the last time in the files)
  --fail-on WHAT     exit with 1 where a finding has this code, or this severity or a higher one: info, warning, error (may be repeated)
  --out FILE         write there and not to standard output, compressed where the name ends in .gz; the file takes the place of what was
                     there only when it is whole
  --expect FILE      compare with a file of expectations, as --format expectation writes it; exit with 1 and the differences where there are some
  --filter TEXT      only sessions and footsteps that it matches, as in the panel: "state:expired rotated:idle", "kind:error status:>=400"
  --redact WHAT      none (default: the output stays on this machine unless you send it), default (secrets are taken out), or strict (also
                     users, e-mail and IP addresses and session ids become hashes)
  --as-is            show what an archive says instead of reading its requests anew
  --help             this text

Exit status: 0 done; 1 --fail-on matched or --expect differs; 2 unusable arguments, or a file that cannot be read or is none of ours.
`;

/** The options, `help`, or a sentence that says what is wrong with them. */
export function parseOptions(args: readonly string[]): Result<InspectOptions | 'help'> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        expect: { type: 'string' },
        out: { type: 'string' },
        now: { type: 'string' },
        'fail-on': { type: 'string', multiple: true, default: [] },
        'as-is': { type: 'boolean', default: false },
        redact: { type: 'string', default: 'none' },
        filter: { type: 'string', default: '' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return ok('help');
    const format = FORMATS.find((f) => f === (values.format ?? 'table'));
    if (!format) return err(`--format: expected ${FORMATS.join(', ')}, found "${values.format}"`);
    const now = values.now === undefined ? null : /^\d+(\.\d+)?$/.test(values.now) ? Number(values.now) : Number.NaN;
    if (now !== null && !(now <= 8.64e15)) return err(`--now: expected epoch milliseconds, found "${values.now}"`);
    if (!Object.hasOwn(REDACTIONS, values.redact)) return err(`--redact: expected ${Object.keys(REDACTIONS).join(', ')}, found "${values.redact}"`);
    const failOn = values['fail-on'].flatMap((what) => what.split(',')).map((what) => what.trim());
    if (failOn.includes('')) return err('--fail-on: expected the code of a finding, or info, warning or error');
    if (values.expect === '') return err('--expect: expected the name of a file, found ""');
    if (values.out === '') return err('--out: expected the name of a file, found ""');
    if (positionals.includes('')) return err('expected the name of a file, found ""');
    if (!positionals.length) return err('expected at least one file: npm run -s inspect -- FILE… (--help tells more)');
    return ok({ files: positionals, format, formatAsked: values.format !== undefined, now, failOn, expect: values.expect ?? null, out: values.out ?? null, asIs: values['as-is'], redact: REDACTIONS[values.redact as keyof typeof REDACTIONS], filter: values.filter });
  } catch (error) {
    return err(error instanceof Error ? error.message.replace(/\. To specify a positional.*$/s, '').replace(/\.$/, '') : String(error));
  }
}
