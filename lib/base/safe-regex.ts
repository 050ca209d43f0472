import { err, ok, type Result } from './result.ts';

/** Longer ones are programs, not searches. */
const MAX_LENGTH = 200;
const MAX_OPEN_ENDED = 2;
/** Ways through optional parts and groups with alternatives, multiplied: each is tried for each place in the text. */
const MAX_WAYS = 64;
const MAX_COUNT = 1000;
/** So many steps a line may cost at worst: few milliseconds. */
const MAX_STEPS = 1_000_000;
const MAX_SEARCHED = 10_000;

/** What is wrong, for the one who says it in the user's language. `detail`: the limit, the flag, or the engine's own words. */
export type RegexProblem = {
  readonly why: 'long' | 'flag' | 'syntax' | 'backReference' | 'lookAround' | 'nested' | 'count' | 'openEnded' | 'ways';
  readonly detail: string;
  /** The place inside the source. */
  readonly from: number;
  readonly to: number;
};
/** `searched`: so many characters of a line are asked. */
export type SafeRegex = { readonly regex: RegExp; readonly searched: number };

/**
 * A regular expression whose search ends soon on any text: the browser's engine backtracks, so that nested repeats take time without end.
 * Fails with what is wrong and the place.
 */
export function safeRegex(source: string, flags: string): Result<SafeRegex, RegexProblem> {
  const whole = { from: 0, to: source.length };
  if (source.length > MAX_LENGTH) return err({ why: 'long', detail: String(MAX_LENGTH), from: MAX_LENGTH, to: source.length });
  const odd = [...flags].find((flag) => !'imsu'.includes(flag));
  if (odd !== undefined) return err({ why: 'flag', detail: odd, from: source.length + 1, to: source.length + 1 + flags.length });
  let regex: RegExp;
  try {
    regex = new RegExp(source, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*:\s*/s, '') : '';
    return err({ why: 'syntax', detail: why.charAt(0).toLowerCase() + why.slice(1), ...whole });
  }
  const cost = costOf(source);
  return cost.ok ? ok({ regex, searched: searchedBy(cost.value) }) : cost;
}

type Group = { readonly from: number; repeats: boolean; alternatives: number };

/** A source in pieces that mean something here: escapes and classes as a whole, the beginnings of groups, repeats, any other character. */
const PIECES = /\\k<[^>]*>|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?<?[=!]|\((?:\?(?:<\w+>|[a-z-]*:))?|\{\d+(?:,\d*)?\}\??|[*+?]\??|[\s\S]/g;

/** What a search that backtracks through everything costs: a place to begin and an end for each open-ended repeat, and the ways between them. */
type Cost = { readonly openEnded: number; readonly ways: number };

/** How much of a line is searched, so that it costs no more steps than allowed. */
function searchedBy({ openEnded, ways }: Cost): number {
  const orders = [1, 2, 6][openEnded] as number;
  return Math.min(MAX_SEARCHED, Math.floor(((MAX_STEPS * orders) / ways) ** (1 / (openEnded + 1))));
}

/** The cost of a source that the engine takes, or what makes it too slow. */
function costOf(source: string): Result<Cost, RegexProblem> {
  const groups: Group[] = [{ from: 0, repeats: false, alternatives: 1 }];
  let closed: Group | null = null;
  let openEnded = 0;
  let ways = 1;
  for (const { 0: piece, index: from } of source.matchAll(PIECES)) {
    const to = from + piece.length;
    const group = groups.at(-1) as Group;
    const refused = (why: RegexProblem['why'], detail = '', start = from) => err({ why, detail, from: start, to });
    if (/^\\(?:[1-9]|k<)/.test(piece)) return refused('backReference');
    if (/^\(\?<?[=!]/.test(piece)) return refused('lookAround');
    const repeat = repeatOf(piece);
    if (repeat) {
      if (repeat.max > 1 && closed && (closed.repeats || closed.alternatives > 1)) return refused('nested', '', closed.from);
      if (Number.isFinite(repeat.max) && repeat.max > MAX_COUNT) return refused('count', String(MAX_COUNT));
      if (repeat.min !== repeat.max && repeat.max > 1) openEnded++;
      else if (repeat.min !== repeat.max) ways *= 2;
      group.repeats = true;
    }
    if (openEnded > MAX_OPEN_ENDED) return refused('openEnded', String(MAX_OPEN_ENDED));
    if (piece === '|') group.alternatives++;
    closed = null;
    if (piece.startsWith('(')) groups.push({ from, repeats: false, alternatives: 1 });
    else if (piece === ')' && groups.length > 1) {
      closed = groups.pop() as Group;
      ways *= closed.alternatives;
      const outer = groups.at(-1) as Group;
      outer.repeats ||= closed.repeats || closed.alternatives > 1;
    }
    if (ways > MAX_WAYS) return refused('ways');
  }
  return ok({ openEnded, ways });
}

function repeatOf(piece: string): { min: number; max: number } | null {
  const braces = /^\{(\d+)(,?)(\d*)\}/.exec(piece);
  if (braces) return { min: Number(braces[1]), max: braces[2] === '' ? Number(braces[1]) : braces[3] === '' ? Infinity : Number(braces[3]) };
  if (/^[*+]\??$/.test(piece)) return { min: piece.startsWith('+') ? 1 : 0, max: Infinity };
  return /^\?\??$/.test(piece) ? { min: 0, max: 1 } : null;
}
