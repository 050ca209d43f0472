import { concatBytes, decodeUtf8, encodeUtf8 } from '../../../lib/base/bytes.ts';
import type { CapturedRequest } from '../../../lib/domain/request.ts';
import { hostileText, mutateJson } from './hostile.ts';
import type { Seeded } from './seeded.ts';

/** A request changed in one way. `cut`: its body is the beginning of what it was. */
export type Mutant = { readonly way: string; readonly request: CapturedRequest; readonly cut: boolean };

type Way = (request: CapturedRequest, random: Seeded) => CapturedRequest | null;

export const bytesOf = (request: CapturedRequest): Uint8Array | null => (request.body.kind === 'bytes' ? request.body.bytes : null);
export const withBytes = (request: CapturedRequest, bytes: Uint8Array): CapturedRequest => ({ ...request, body: { kind: 'bytes', bytes, encoding: null } });

const onBytes = (change: (bytes: Uint8Array, random: Seeded) => Uint8Array): Way => (request, random) => {
  const bytes = bytesOf(request);
  return bytes?.length ? withBytes(request, change(bytes, random)) : null;
};

const chunk = (bytes: Uint8Array, random: Seeded): readonly [from: number, to: number] => {
  const from = random.below(bytes.length);
  return [from, from + 1 + random.below(Math.min(400, bytes.length - from))];
};

/** Leaves at least one byte and takes at least one. */
export const truncate = onBytes((bytes, random) => bytes.slice(0, Math.max(1, random.below(bytes.length))));

const flip = onBytes((bytes, random) => {
  const copy = bytes.slice();
  for (let n = 1 + random.below(4); n > 0; n--) copy[random.below(copy.length)]! ^= 1 << random.below(8);
  return copy;
});

const duplicate = onBytes((bytes, random) => {
  const [from, to] = chunk(bytes, random);
  return concatBytes([bytes.subarray(0, to), ...Array.from({ length: random.pick([1, 1, 20]) }, () => bytes.subarray(from, to)), bytes.subarray(to)]);
});

const remove = onBytes((bytes, random) => {
  const [from, to] = chunk(bytes, random);
  return concatBytes([bytes.subarray(0, from), bytes.subarray(to)]);
});

const insert = onBytes((bytes, random) => {
  const place = random.below(bytes.length);
  return concatBytes([bytes.subarray(0, place), encodeUtf8(hostileText(random)), bytes.subarray(place)]);
});

/** One value of another type, in a body that is JSON or lines of JSON. */
const retype: Way = (request, random) => {
  const bytes = bytesOf(request);
  if (!bytes) return null;
  const { text, exact } = decodeUtf8(bytes);
  if (!exact) return null;
  const whole = mutateJson(text, random);
  if (whole !== null) return withBytes(request, encodeUtf8(whole));
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const line = mutateJson(lines[at] ?? '', random);
  return line === null ? null : withBytes(request, encodeUtf8(lines.with(at, line).join('\n')));
};

const query: Way = (request, random) => {
  const [head = '', tail] = request.url.split(/\?(.*)/s);
  if (!tail) return null;
  const pairs = tail.split('&');
  const at = random.below(pairs.length);
  const [name = '', value = ''] = (pairs[at] ?? '').split(/=(.*)/s);
  const raw = () => hostileText(random).slice(0, 5_000);
  const encode = (text: string) => encodeURIComponent(text.toWellFormed());
  const decoded = () => { try { return decodeURIComponent(value); } catch { return value; } };
  switch (random.below(6)) {
    case 0: return { ...request, url: `${head}?${pairs.toSpliced(at, 1).join('&')}` };
    case 1: return { ...request, url: `${head}?${pairs.toSpliced(at, 0, `${name}=${encode(raw())}`).join('&')}` };
    case 2: return { ...request, url: `${head}?${pairs.with(at, `${name}=${raw()}`).join('&')}` };
    case 3: return { ...request, url: `${head}?${pairs.with(at, `${name}=${encode(mutateJson(decoded(), random) ?? raw())}`).join('&')}` };
    case 4: return { ...request, url: request.url.slice(0, head.length + 1 + random.below(tail.length)) };
    default: return { ...request, url: `${head}?${pairs.with(at, `${encode(raw())}=${value}`).join('&')}` };
  }
};

const header: Way = (request, random) => {
  if (!request.headers.length) return null;
  const at = random.below(request.headers.length);
  const { name } = request.headers[at] ?? { name: '' };
  switch (random.below(4)) {
    case 0: return { ...request, headers: request.headers.toSpliced(at, 1) };
    case 1: return { ...request, headers: [{ name, value: hostileText(random) }, ...request.headers] };
    case 2: return { ...request, headers: request.headers.with(at, { name: hostileText(random), value: '' }) };
    default: return { ...request, headers: request.headers.with(at, { name, value: hostileText(random) }) };
  }
};

const surroundings: Way = (request, random) => {
  switch (random.below(5)) {
    case 0: return { ...request, method: random.pick(['GET', 'POST', 'PUT', 'OPTIONS', 'HEAD', '', '__proto__']) };
    case 1: return { ...request, url: hostileText(random) };
    case 2: return { ...request, body: { kind: 'unavailable', reason: random.pick(['blob', 'stream', 'tooLarge', 'notCaptured']), size: null } };
    case 3: return { ...request, body: { kind: 'form', entries: [[hostileText(random), hostileText(random)]] } };
    default: return { ...request, pageUrl: hostileText(random), startedAt: random.pick([0, -1, 1e15, request.startedAt]) };
  }
};

/** Each way as often as it stands here. */
const WAYS: readonly (readonly [name: string, way: Way])[] = [
  ['truncate', truncate], ['truncate', truncate], ['flip', flip], ['flip', flip], ['duplicate', duplicate], ['remove', remove], ['remove', remove], ['insert', insert],
  ['retype', retype], ['retype', retype], ['retype', retype], ['retype', retype], ['query', query], ['query', query], ['header', header], ['surroundings', surroundings],
];

/** One mutant; a request without a body has only ways that need none. */
export function mutate(request: CapturedRequest, random: Seeded): Mutant {
  for (;;) {
    const [way, change] = random.pick(WAYS);
    const changed = change(request, random);
    if (changed) return { way, request: changed, cut: way === 'truncate' };
  }
}
