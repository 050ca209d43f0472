/** Whether a row fits. */
export type Test<Row> = (row: Row) => boolean;

const UNKNOWN = 0;
const NO = 1;
const YES = 2;
/** The clock is read once for so many rows. */
const BETWEEN_LOOKS = 64;

/**
 * Filters a long list that grows, a slice at a time, the last rows first. What was found of a row is kept as long as the question and the row
 * stay; a question asked anew with other circumstances (sessions moved on) keeps showing the old answer until the new one is there.
 */
export class RunningFilter<Row extends object> {
  private rows: readonly Row[] = [];
  private verdicts = new Uint8Array(0);
  /** Of the pass before, for the rows that this one has not come to. */
  private before = new Uint8Array(0);
  private test: Test<Row> | null = null;
  private question: unknown;
  /** Rows from here on are known. */
  private cursor = 0;
  private found: readonly Row[] | null = null;

  get isDone(): boolean {
    return this.cursor === 0;
  }

  /** The rows that fit, as far as is known. The same list until that changes. */
  get shown(): readonly Row[] {
    if (!this.test) return this.rows;
    this.found ??= this.rows.filter((_, i) => (this.verdicts[i] || this.before[i]) === YES);
    return this.found;
  }

  /** @param test null: all rows fit. Another `question` forgets what was found, another test with the same question does not. */
  ask(question: unknown, test: Test<Row> | null): void {
    if (question !== this.question) this.before = new Uint8Array(this.rows.length);
    else if (test !== this.test) this.before = this.verdicts.map((verdict, i) => verdict || (this.before[i] ?? UNKNOWN));
    else return;
    this.question = question;
    this.test = test;
    this.verdicts = new Uint8Array(this.rows.length);
    this.cursor = test ? this.rows.length : 0;
    this.found = null;
  }

  /** Takes another state of the list: what is equal, at both ends or between them, keeps its verdict. */
  take(rows: readonly Row[]): void {
    const last = this.rows;
    if (rows === last) return;
    const most = Math.min(rows.length, last.length);
    let head = 0;
    while (head < most && rows[head] === last[head]) head++;
    let tail = 0;
    while (tail < most - head && rows[rows.length - 1 - tail] === last[last.length - 1 - tail]) tail++;
    const runs: Run[] = [{ from: 0, to: 0, length: head }, { from: last.length - tail, to: rows.length - tail, length: tail }];
    const middle = runWithin(last, rows, head, tail);
    if (middle) runs.push(middle);
    this.verdicts = carried(this.verdicts, runs, rows.length);
    this.before = carried(this.before, runs, rows.length);
    this.rows = rows;
    this.found = null;
    // From the last row that nobody knows yet.
    let cursor = this.test ? rows.length : 0;
    while (cursor > 0 && this.verdicts[cursor - 1] !== UNKNOWN) cursor--;
    this.cursor = cursor;
  }

  /** Goes on until it is done or the moment has come. */
  run(until: number, now: () => number): void {
    const { test, rows, verdicts } = this;
    if (!test) return;
    for (let looked = 0; this.cursor > 0; this.cursor--) {
      const i = this.cursor - 1;
      if (verdicts[i] !== UNKNOWN) continue;
      if (looked++ % BETWEEN_LOOKS === BETWEEN_LOOKS - 1 && now() >= until) break;
      verdicts[i] = test(rows[i] as Row) ? YES : NO;
    }
    this.found = null;
  }
}

/** Equal rows in a row: from where in the list before, to where in the list now. */
type Run = { readonly from: number; readonly to: number; readonly length: number };

/** What is equal between the ends, where rows came or went at both. */
function runWithin<Row>(last: readonly Row[], rows: readonly Row[], head: number, tail: number): Run | null {
  if (head >= last.length - tail || head >= rows.length - tail) return null;
  const to = rows.indexOf(last[head] as Row, head);
  const from = to < 0 ? last.indexOf(rows[head] as Row, head) : head;
  if (from < 0) return null;
  const run = { from, to: Math.max(to, head), length: 0 };
  while (run.from + run.length < last.length - tail && run.to + run.length < rows.length - tail && last[run.from + run.length] === rows[run.to + run.length]) run.length++;
  return run;
}

function carried(verdicts: Uint8Array, runs: readonly Run[], length: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(length);
  for (const { from, to, length: count } of runs) next.set(verdicts.subarray(from, from + count), to);
  return next;
}
