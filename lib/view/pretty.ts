/**
 * JSON text with line breaks and indents. Works on the text, as parsing would lose the digits of long numbers and the order of repeated
 * keys, and would refuse what is broken, which is what somebody looks for. Text that is no JSON comes back as it is.
 *
 * Several documents one after the other (NDJSON, envelopes) are set apart line by line.
 */
export function prettyJson(text: string): string {
  return text
    .split('\n')
    .map((line) => (/^\s*[[{]/.test(line) ? indented(line) : line))
    .join('\n');
}

/** Whether any line would change: else there is no choice between raw and pretty to offer. */
export const canPretty = (text: string): boolean => /^\s*[[{]/m.test(text.slice(0, 4096));

function indented(line: string): string {
  let out = '';
  let depth = 0;
  const fresh = (): string => `\n${'  '.repeat(Math.max(0, depth))}`;
  for (let i = 0; i < line.length; i++) {
    const c = line.charAt(i);
    if (c === '"') {
      const end = endOfString(line, i);
      out += line.slice(i, end);
      i = end - 1;
    } else if (c === '{' || c === '[') {
      const close = nextInk(line, i + 1);
      if (line.charAt(close) === (c === '{' ? '}' : ']')) {
        out += c + line.charAt(close);
        i = close;
      } else {
        depth++;
        out += c + fresh();
      }
    } else if (c === '}' || c === ']') {
      depth--;
      out += fresh() + c;
    } else if (c === ',') out += c + fresh();
    else if (c === ':') out += ': ';
    else if (!/\s/.test(c)) out += c;
  }
  return out;
}

/** Index after the closing quote, or of the text's end where it is missing. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text.charCodeAt(i) === 92) i++;
    else if (text.charCodeAt(i) === 34) return i + 1;
  }
  return text.length;
}

function nextInk(text: string, from: number): number {
  let i = from;
  while (i < text.length && /\s/.test(text.charAt(i))) i++;
  return i;
}
