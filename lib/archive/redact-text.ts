import { encodeLatin1, encodeUtf8, decodeLatin1, fromBase64, toBase64, decodeUtf8 } from '../base/bytes.ts';
import { readTime } from '../base/time.ts';
import { sha256 } from '../base/sha256.ts';
import { ownPattern } from './own-patterns.ts';
import type { BodyCodec } from './redact-body.ts';
import { REDACTION_REASONS, type RedactionReason } from '../domain/export-format.ts';
import { COOKIE_NAMES, EMAIL, EMAIL_NAMES, IP, IP_NAMES, isSecretName, NO_TEXT, plainName, TOKENS, USER_NAMES, type RedactionCounts, type RedactionRules } from './redact-rules.ts';

/** Takes out of texts what must not leave. */
export type TextRedactor = {
  /** A text under a name (`''`: none). */
  value(name: string, text: string): string;
  /** JSON text, whole or cut off, with all that it does not take out left byte by byte. Also several JSONs in one text. */
  json(text: string): string;
  /** Notes values that are taken out wherever they stand. */
  learnUser(value: string): void;
  learnSession(id: string): void;
  count(reason: RedactionReason): void;
  counts(): RedactionCounts;
};

const REMOVED = 'redacted';
/** Shorter values are found only under their names: as pieces of other texts they would be chance. */
const SHORTEST = 4;
/** So many values are looked for everywhere; an archive with more users keeps to names and patterns for the rest. */
const MAX_KNOWN = 20_000;
/** Nesting of JSON in texts in JSON. */
const MAX_NESTED = 4;

/** Base64 of so many chars that is no text and cannot be opened is a picture, a recording, something encrypted: shorter ones are ids. */
const LONGEST_ID = 200;

/** `salt`: known to nobody who gets the archive, so that what is hashed says no more than which values are equal. `codec`: opens what is compressed in texts. */
export type TextTools = { readonly salt: string; readonly codec: BodyCodec };

export function createTextRedactor(rules: RedactionRules, { salt, codec }: TextTools): TextRedactor {
  const counts = Object.fromEntries(REDACTION_REASONS.map((reason) => [reason, 0])) as { [reason in RedactionReason]: number };
  const fields = new Set(rules.fields.map(plainName));
  const patterns = rules.patterns.map(ownPattern);
  /** Whole texts and the words in texts that are taken out wherever they stand. */
  const known = new Map<string, string>();
  const digests = new Map<string, string>();
  const users = new Set<string>();

  function digest(text: string): string {
    const before = digests.get(text);
    if (before !== undefined) return before;
    const made = sha256(encodeUtf8(`${salt}\n${text}`));
    if (digests.size < MAX_KNOWN) digests.set(text, made);
    return made;
  }

  const learn = (said: string, instead: string): void => {
    if (said.length >= SHORTEST && said !== instead && known.size < MAX_KNOWN) known.set(said, instead);
  };

  function out(reason: RedactionReason, said: string, instead: string): string {
    if (said === instead || said.startsWith(`${REMOVED}-`) || said === REMOVED) return said;
    counts[reason]++;
    return instead;
  }

  /** Different secrets stay different, as they name the projects that sessions belong to. */
  function secret(reason: RedactionReason, said: string): string {
    const basic = /^Basic\s+(.+)$/i.exec(said)?.[1];
    const inner = basic === undefined ? null : fromBase64(basic);
    if (inner) {
      const [name = '', ...rest] = decodeUtf8(inner).text.split(':');
      const instead = `Basic ${toBase64(encodeUtf8([name, rest.join(':')].map((part) => (part === '' ? '' : secret(reason, part))).join(':')))}`;
      return out(reason, said, instead);
    }
    const [, scheme = '', bare = said] = /^(\w+\s+)?(\S.*)$/s.exec(said) ?? [];
    const isScheme = /^(?:bearer|token|apikey|client)\s+$/i.test(scheme);
    const text = isScheme ? bare : said;
    if (text === '') return said;
    const instead = text.startsWith(`${REMOVED}-`) ? text : `${REMOVED}-${digest(text).slice(0, 12)}`;
    learn(text, instead);
    return out(reason, said, `${isScheme ? scheme : ''}${instead}`);
  }

  const chosen = (choice: RedactionRules['user'], reason: RedactionReason, said: string, hashed: (digits: string) => string): string =>
    choice === 'keep' || said === '' ? said : out(reason, said, choice === 'remove' ? REMOVED : hashed(digest(unescapedAt(said).toLowerCase()).slice(0, 12)));
  /** Who is known by an address is the same person wherever it stands. */
  const email = (said: string): string => (said.endsWith('@redacted.invalid') ? said : users.has(unescapedAt(said)) ? knownIn(unescapedAt(said)) : chosen(rules.email, 'email', said, (digits) => `${digits}@redacted.invalid`));
  const ip = (said: string): string => (/^ip-[0-9a-f]{12}$/.test(said) ? said : chosen(rules.ip, 'ip', said, (digits) => `ip-${digits}`));
  const user = (said: string): string => (/^user-[0-9a-f]{12}$/.test(said) ? said : chosen(rules.user, 'user', said, (digits) => `user-${digits}`));

  /** Words as ids are made of them: uuids, and runs of letters and digits. */
  const WORD = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\p{L}\p{N}]+(?:[._@-][\p{L}\p{N}]+)*/giu;
  const PART = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\p{L}\p{N}]+/giu;

  function knownIn(text: string): string {
    if (!known.size) return text;
    const instead = known.get(text);
    if (instead !== undefined) return replaced(text, instead);
    return text.replace(WORD, (word) => {
      const whole = known.get(word);
      return whole !== undefined ? replaced(word, whole) : word.replace(PART, (part) => {
        const found = known.get(part);
        return found === undefined ? part : replaced(part, found);
      });
    });
  }
  const replaced = (text: string, instead: string): string => out(instead.startsWith(REMOVED) ? 'token' : users.has(text) ? 'user' : 'sessionId', text, instead);

  function plainText(text: string): string {
    let left = text;
    for (const token of TOKENS) left = left.replace(token, (whole: string, group?: unknown) => (typeof group === 'string' ? (/^basic/i.test(whole) ? secret('token', whole) : whole.replace(group, () => secret('token', group))) : secret('token', whole)));
    if (rules.email !== 'keep') left = left.replace(EMAIL, email);
    if (rules.ip !== 'keep') left = left.replace(IP, ip);
    for (const pattern of patterns) left = pattern(left, (found) => (found === '' ? '' : out('pattern', found, REMOVED)));
    return knownIn(left);
  }

  function byName(name: string, text: string): string | null {
    const plain = plainName(name);
    if (plain === '') return null;
    if (fields.has(plain)) return out('field', text, REMOVED);
    if (isSecretName(plain)) return secret(COOKIE_NAMES.has(plain) ? 'cookie' : 'secretField', text);
    if (rules.email !== 'keep' && EMAIL_NAMES.has(plain) && text !== '') return email(text);
    if (rules.ip !== 'keep' && IP_NAMES.has(plain) && text !== '') return ip(text);
    if (rules.user !== 'keep' && USER_NAMES.has(plain)) return user(text);
    return null;
  }

  function value(name: string, text: string, depth = 0): string {
    return byName(name, text) ?? (users.has(text) ? knownIn(text) : null) ?? nested(text, depth) ?? plainText(text);
  }

  /** What lies in a text: JSON, other text or compressed bytes, plain, one char a byte, or as base64. Null: nothing does. */
  function nested(text: string, depth: number): string | null {
    if (depth >= MAX_NESTED) return null;
    if (/^\s*[{[]/.test(text)) return json(text, depth + 1);
    const raw = text.startsWith('\x1f\x8b') ? encodeLatin1(text) : null;
    if (raw) return packed(text, raw, depth, decodeLatin1) ?? out('opaque', text, REMOVED);
    const [, head = '', coded = ''] = /^(data:[^,]{0,200};base64,)?(.*)$/s.exec(text) ?? [];
    // A form reads the plus of base64 as a space.
    const base64 = /^(?:H4sI|e[A-Za-z])/.test(coded) ? coded.replaceAll(' ', '+') : coded;
    if (base64.length < 16 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) return null;
    const bytes = fromBase64(base64);
    if (!bytes) return null;
    const again = (after: Uint8Array): string => head + asBase64(after, base64);
    const inner = decodeUtf8(bytes);
    if (inner.exact && !NO_TEXT.test(inner.text)) {
      const changed = value('', inner.text, depth + 1);
      return changed === inner.text ? null : again(encodeUtf8(changed));
    }
    return packed(text, bytes, depth, again) ?? (head !== '' || base64.length >= LONGEST_ID ? out('opaque', text, REMOVED) : null);
  }

  /** Compressed bytes that are text inside; null where they are none. */
  function packed(text: string, bytes: Uint8Array, depth: number, again: (bytes: Uint8Array) => string): string | null {
    const opened = codec.decompress({ url: '', headers: [] }, bytes, null);
    if (!opened || opened.encoding === null) return null;
    const inner = decodeUtf8(opened.bytes);
    if (!inner.exact) return null;
    const changed = value('', inner.text, depth + 1);
    return changed === inner.text ? text : again(codec.compress(encodeUtf8(changed), opened.encoding));
  }

  function json(text: string, depth = 0): string {
    const names: string[] = [];
    let name = '';
    let isSecretUntil = -1;
    return text.replace(JSON_TOKEN, (token: string, at: number) => {
      const first = token[0] as string;
      if (first === '{' || first === '[') {
        names.push(name);
        if (isSecretUntil < 0 && (isSecretName(plainName(name)) || fields.has(plainName(name)))) isSecretUntil = names.length;
        if (first === '{') name = '';
        return token;
      }
      if (first === '}' || first === ']') {
        if (names.length === isSecretUntil) isSecretUntil = -1;
        name = names.pop() ?? '';
        return token;
      }
      const inner = first === '"' ? unquoted(token) : token;
      if (first === '"' && COLON_AFTER.test(text.slice(at + token.length, at + token.length + 8))) {
        name = inner;
        // A person's address may be the key.
        const left = plainText(inner);
        return left === inner ? token : JSON.stringify(left);
      }
      if (first !== '"' && /^(?:true|false|null)$/.test(token)) return token;
      // The identity's own name, not that of a product.
      const under = name === 'name' && /^(?:identity|user|@user|usr|traits)$/.test(names.at(-1) ?? '') && rules.user !== 'keep' ? 'username' : name;
      const left = isSecretUntil >= 0 ? secret('secretField', inner) : (under === 'id' && /^(?:user|usr)$/.test(names.at(-1) ?? '')) || (under === 'identity' && inner !== '') ? user(knownIn(inner)) : value(under, inner, depth);
      if (left === inner) return token;
      return first === '"' || !/^-?\d+$/.test(left) ? JSON.stringify(left) : left;
    });
  }

  return {
    value: (name, text) => value(name, text),
    json: (text) => json(text),
    learnUser(text) {
      if (rules.user === 'keep' || text === '') return;
      // Some SDKs leave a plus as it is in a query, where it reads as a space.
      for (const name of new Set([text, text.replaceAll('+', ' ')])) {
        users.add(name);
        learn(name, rules.user === 'remove' ? REMOVED : `user-${digest(text.toLowerCase()).slice(0, 12)}`);
      }
    },
    learnSession(id) {
      if (rules.sessionIds === 'keep') return;
      const bare = id.replace(/^-/, '');
      learn(bare, inShape(bare, digest(bare)));
    },
    count: (reason) => void counts[reason]++,
    counts: () => counts,
  };
}

/** In the alphabet, and with the padding, of another base64. */
function asBase64(bytes: Uint8Array, like: string): string {
  const base64 = toBase64(bytes);
  const isUrlSafe = /[-_]/.test(like) || (!/[+/]/.test(like) && !like.endsWith('=') && like.length % 4 !== 0);
  return isUrlSafe ? base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') : base64;
}

const unescapedAt = (address: string): string => address.replace(/%40/gi, '@');

/** Also what was cut off in the middle of a text. */
const JSON_TOKEN = /"(?:[^"\\]|\\[\s\S])*(?:"|$)|-?\d[\d.eE+-]*|true|false|null|[{}[\]]/g;
const COLON_AFTER = /^\s*:/;

function unquoted(token: string): string {
  try {
    return JSON.parse(token.length > 1 && token.endsWith('"') ? token : `${token}"`) as string;
  } catch {
    return token.replace(/^"|"$/g, '');
  }
}

/** Another id of the same shape, so that whoever reads it takes it for one: digits for digits, hexadecimal for hexadecimal. */
function inShape(id: string, digits: string): string {
  const isNumber = /^\d+$/.test(id);
  const isHex = /^[0-9a-f-]+$/i.test(id);
  const fixed = readTime(id) === null ? 1 : 10;
  return [...id].map((char, i) => {
    const random = Number.parseInt(digits.slice((i * 2) % 62, ((i * 2) % 62) + 2), 16);
    // What a number begins with tells its size, and where ids are times, when the session began: events tell that too.
    if (isNumber) return i < fixed ? char : String(random % 10);
    if (isHex) return char === '-' || (i === 14 && id.length === 36) || (i === 19 && id.length === 36) ? char : (random % 16).toString(16);
    return /[a-z0-9]/i.test(char) ? (random % 36).toString(36) : char;
  }).join('');
}
