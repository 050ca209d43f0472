import type { EpochMs } from '../../lib/base/time.ts';
import type { Footstep, FootstepPiece } from '../../lib/domain/views.ts';
import { inOrder } from '../../lib/view/footstep-rows.ts';

/** Read at once as the reader comes near the first row. */
const AT_ONCE = 2_000;
const NONE: readonly Footstep[] = [];

/**
 * The rows of a live list that holds the last ones alone, with those before them as far as they were read. The older ones are not live: what is
 * so long ago changes no more. What the live list drops at its beginning as others come in joins them.
 */
export class OlderList {
  private question: unknown;
  private live: readonly Footstep[] = NONE;
  private older: readonly Footstep[] = NONE;
  private isFull = false;
  private isReading = false;
  private count = AT_ONCE;
  /** From where to go on; null: nothing is before; undefined: from the first row. */
  private next: EpochMs | null | undefined;
  private rows: readonly Footstep[] | null = null;

  /** Oldest first. The same list until that changes. */
  get all(): readonly Footstep[] {
    this.rows ??= this.older.length ? [...this.older, ...this.live] : this.live;
    return this.rows;
  }

  get hasMore(): boolean {
    return this.isFull && this.next !== null;
  }

  /** @param isFull the live list holds as many as it may, so that more may be stored before them. Another `question` forgets what was read. */
  take(question: unknown, live: readonly Footstep[], isFull: boolean): void {
    if (question !== this.question || !isFull) {
      this.older = NONE;
      this.next = undefined;
      this.rows = null;
    } else if (live !== this.live && this.older.length) this.older = [...this.older, ...droppedBy(this.live, live)];
    if (live !== this.live) this.rows = null;
    this.question = question;
    this.live = live;
    this.isFull = isFull;
  }

  /** Reads some more; nothing while it reads, or where there is no more. True where rows came. */
  async read(ask: (from: EpochMs, count: number) => Promise<FootstepPiece>): Promise<boolean> {
    const { question, all: [first] } = this;
    if (!first || this.isReading || !this.hasMore) return false;
    this.isReading = true;
    try {
      const from = this.next ?? first.occurredAt;
      const { rows, next } = await ask(from, this.count);
      if (question !== this.question || !this.isFull) return false;
      const known = new Set<string>();
      for (const { id, occurredAt } of this.all) {
        if (occurredAt > from) break;
        known.add(id);
      }
      this.older = [...inOrder(rows.filter(({ id }) => !known.has(id)).toReversed()), ...this.older];
      // Rows of one moment may be more than a piece.
      this.count = next === from ? this.count * 2 : AT_ONCE;
      this.next = next;
      this.rows = null;
      return true;
    } finally {
      this.isReading = false;
    }
  }
}

/** The rows at the beginning of a list that are before all of the next one. */
function droppedBy(last: readonly Footstep[], next: readonly Footstep[]): readonly Footstep[] {
  const first = next[0];
  if (!first || last[0]?.id === first.id) return NONE;
  const at = last.findIndex(({ id }) => id === first.id);
  return at > 0 ? last.slice(0, at) : NONE;
}
