/**
 * Text from the wire for a terminal: one line, and nothing in it that moves the cursor, changes colours or turns the direction of writing
 * (https://cwe.mitre.org/data/definitions/150.html). Each such char shows as `·`, each run of white space as one space.
 */
export function plain(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '·')
    .trim();
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
// East Asian wide and fullwidth blocks, and pictures: two columns each in every common terminal.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\ufe0f/u;
const ASCII = /^[\u0020-\u007e]*$/;

/** Columns that a text takes. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** At most `width` columns, the rest shown as an ellipsis. */
export function cut(text: string, width: number): string {
  // No terminal shows more than this of a name; segmenting a megabyte of it would only take time.
  const start = text.length > 2000 ? text.slice(0, 2000) : text;
  if (start === text && widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter.segment(start)) {
    const wide = WIDE.test(segment) ? 2 : 1;
    if (used + wide > width - 1) break;
    kept += segment;
    used += wide;
  }
  return width > 0 ? `${kept}…` : '';
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** Breaks at spaces so that no line is wider than `width`, unless one word is. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return line ? [...lines, line] : lines;
}

/** How a piece of text is painted; the identity where there is no colour. */
export type Paint = { readonly [style in 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan']: (text: string) => string };

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], green: [32, 39], cyan: [36, 39] } as const;

export function paint(color: boolean): Paint {
  const styles = Object.entries(CODES).map(([style, [on, off]]) => [style, (text: string) => (color && text ? `\u001b[${on}m${text}\u001b[${off}m` : text)]);
  return Object.fromEntries(styles) as Paint;
}
