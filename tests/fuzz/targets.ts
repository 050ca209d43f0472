import { deflateSync, gzipSync, zlibSync } from 'fflate';
import { EXPORT_FORMATS } from '../../lib/archive/formats.ts';
import { partsOf } from '../../lib/archive/parts.ts';
import { readFileText } from '../../lib/archive/read-file.ts';
import { tableText } from '../../lib/archive/table.ts';
import { archiveToText } from '../../lib/archive/write-archive.ts';
import type { CapturedRequest } from '../../lib/domain/request.ts';
import { readRequests } from '../../lib/pipeline/read-requests.ts';
import { decodeBody } from '../../lib/pipeline/decode-body.ts';
import { INFLATE_LIMITS } from '../../lib/pipeline/inflate.ts';
import { catalog } from '../../lib/protocols/catalog.ts';
import { accept, complete } from '../../lib/view/filter/complete.ts';
import { compileFilter } from '../../lib/view/filter/evaluate.ts';
import { markerFor } from '../../lib/view/filter/marks.ts';
import { parseFilter } from '../../lib/view/filter/parse.ts';
import { printFilter } from '../../lib/view/filter/print.ts';
import { fault } from '../conformance/support/faults.ts';
import { hostileJson, hostileText, mutateJson } from '../conformance/support/hostile.ts';
import { bytesOf, mutate, withBytes } from '../conformance/support/mutate.ts';
import type { Seeded } from '../conformance/support/seeded.ts';
import { dissect, positives, registry, sdkRequests } from '../conformance/support/subjects.ts';
import { file } from '../fakes/archive.ts';
import { demoFootsteps } from '../fakes/demo-footsteps.ts';
import { DEMO_FINDINGS, DEMO_SESSIONS, NOW } from '../fakes/demo-sessions.ts';
import { recordedArchive, recordedHar } from '../tools/recorded-archive.ts';

/**
 * One place where text from anywhere comes in. `make` builds an input from random numbers, `run` lets it in and says what went wrong
 * (null: nothing). What `run` throws, and that it takes long, is found by whoever runs it.
 */
export type Target = { readonly name: string; /** Inputs out of a hundred. */ readonly share: number; make(random: Seeded): () => string | null | Promise<string | null> };

const requests: readonly CapturedRequest[] = positives.flatMap(sdkRequests);
const withBody = requests.filter((request) => (bytesOf(request)?.length ?? 0) > 0);
const wholes = new Map(requests.map((request) => [request, dissect(request)]));

/** Recorded requests with one thing wrong, and with several, through all dissectors. */
const dissectors: Target = {
  name: 'dissectors', share: 55,
  make(random) {
    const original = random.pick(requests);
    let mutant = mutate(original, random);
    const more = random.below(4) === 0 ? 1 + random.below(4) : 0;
    for (let n = 0; n < more; n++) mutant = { ...mutate(mutant.request, random), cut: false };
    // What several faults cost together cannot be told from the request; that nothing throws, hangs or gives what is no event can.
    return () => fault(mutant, original, more ? null : (wholes.get(original) ?? null), registry);
  },
};

const COMPRESSIONS = [['gzip', gzipSync], ['deflate', zlibSync], ['deflate', deflateSync]] as const;

/** Compressed bodies, damaged; bombs too. What is lost must be told, and no more come out than the caps allow. */
const decompressor: Target = {
  name: 'decompressor', share: 14,
  make(random) {
    const [encoding, compress] = random.pick(COMPRESSIONS);
    const original = random.pick(withBody);
    const plain = random.below(40) === 0 ? new Uint8Array(1 + random.below(8_000_000)) : (bytesOf(original) as Uint8Array);
    const layers = random.below(8) === 0 ? 2 : 1;
    const packed = Array.from({ length: layers }).reduce<Uint8Array>((bytes) => compress(bytes), plain);
    const header = { name: 'content-encoding', value: Array.from({ length: layers }, () => encoding).join(', ') };
    const damage = random.below(5);
    const bytes = packed.slice(0, damage === 0 ? 1 + random.below(packed.length) : packed.length);
    // Byte 9 of gzip names the system that wrote it, which nobody reads.
    for (let n = damage === 1 ? 1 + random.below(4) : 0; n > 0; n--) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
    const request = { ...withBytes(original, bytes), headers: [header] };
    return () => {
      const { body, diagnostics } = decodeBody(request);
      if (body.kind !== 'bytes') return `the body became ${body.kind}`;
      if (body.bytes.length > INFLATE_LIMITS.maxBytes) return `${body.bytes.length} bytes came out`;
      if (bytes.length === packed.length && damage !== 1 && plain.length <= INFLATE_LIMITS.ratioFrom && body.bytes.length !== plain.length) return `${body.bytes.length} of ${plain.length} bytes came out of a sound body`;
      return damage === 0 && bytes.length < packed.length - 8 && body.bytes.length < plain.length && diagnostics.length === 0 ? `${layers} times ${encoding}, cut to ${bytes.length} of ${packed.length}, begins ${bytes.slice(0, 2).join()}: ${body.bytes.length} of ${plain.length} bytes, and nothing said` : null;
    };
  },
};

const PIECES = ['a', 'basket', 'AND', 'OR', '(', ')', '-', '"', '\\', '/', ' ', '\n', 'kind:', 'error', 'status:', '>=', '400', 'gap:', '30', 'm', 'state:', 'live', 'user:"Ada L"', '/a+/i', '/(a+)+$/', '/(a|a)*b/', 'x.y:', '=1', ':', 'é', '😀', '.5', '/[/', '/\\p{L}/u'];
const SOURCE = { vendors: [{ word: 'sentry', hint: '' }], users: ['a "b" \\'], sessions: [], pages: [], codes: [], fields: [{ name: 'a.b', label: 'B' }] };
const CONTEXT = { now: NOW, vendorName: (protocol: string): string => protocol, fields: [], findings: DEMO_FINDINGS, footsteps: demoFootsteps() };
const [session] = DEMO_SESSIONS;

const filterParser: Target = {
  name: 'filter', share: 25,
  make(random) {
    const text = Array.from({ length: 1 + random.below(30) }, () => (random.below(12) ? random.pick(PIECES) : hostileText(random).slice(0, 2_000))).join('');
    const at = random.below(text.length + 1);
    return () => {
      const filter = parseFilter(text);
      const { problem } = filter;
      if (problem && !(problem.from >= 0 && problem.from <= problem.to && problem.to <= text.length && problem.message)) return `a mistake at ${problem.from}-${problem.to} of ${text.length}`;
      const printed = printFilter(filter.root);
      // Quoting makes it longer than a filter may be.
      const again = parseFilter(printed.length > 5_000 ? '' : printed);
      if (again.problem) return `printed as what cannot be read: ${again.problem.message}`;
      const found = complete(text, at, SOURCE);
      for (const item of found.items) accept(text, found, item);
      const matcher = compileFilter(filter, CONTEXT);
      for (const footstep of CONTEXT.footsteps) matcher.footstep(footstep, session);
      const mark = markerFor(filter.root);
      for (const footstep of CONTEXT.footsteps) if (mark(footstep.name).map((piece) => piece.text).join('') !== footstep.name) return 'marking changed a text';
      return null;
    };
  },
};

const [recorded] = positives;
if (!recorded) throw new Error('there is no recording');
const FILES = [JSON.stringify(file()), recordedArchive(recorded.recording), recordedHar(recorded.recording)];

/** Archives and HAR files, damaged, and out again in every format that a person reads. */
const importer: Target = {
  name: 'importer', share: 5,
  make(random) {
    const whole = random.pick(FILES);
    const from = random.below(whole.length);
    const to = from + random.below(60);
    const way = random.below(4);
    const text = way === 0 ? whole.slice(0, from) : way === 1 ? (mutateJson(whole, random) ?? whole) : whole.slice(0, from) + (way === 2 ? hostileJson(random) : hostileText(random)) + whole.slice(to);
    return async () => {
      const read = readFileText(text);
      if (!read.ok) return read.error.message ? null : 'refused without a word';
      const { archive } = read.value;
      if (!archive) return null;
      for (const piece of tableText(archive, { width: 80, color: true })) if (typeof piece !== 'string') return 'a piece of the table is no text';
      for (const { extension, write } of Object.values(EXPORT_FORMATS)) for await (const piece of write(partsOf(archive))) if (typeof piece !== 'string') return `a piece of ${extension} is no text`;
      const again = readFileText(archiveToText(archive));
      return again.ok && again.value.problems.length === 0 ? null : `what was written cannot be read: ${again.ok ? JSON.stringify(again.value.problems[0]) : again.error.message}`;
    };
  },
};

/** A few damaged requests in a row: through dissectors, session machine, findings and a store. */
const pipeline: Target = {
  name: 'pipeline', share: 1,
  make(random) {
    const subject = random.pick(positives);
    const some = sdkRequests(subject).slice(0, 12).map((request) => (random.below(3) ? request : mutate(request, random).request));
    return async () => {
      const { requests: stored, events, sessions } = await readRequests(some, { dissectors: catalog, now: NOW });
      if (stored.length > some.length) return `${stored.length} requests of ${some.length}`;
      const keys = new Set(sessions.map(({ key }) => key));
      const astray = events.find(({ sessionKey }) => sessionKey !== null && !keys.has(sessionKey));
      if (astray) return `event ${astray.id} is of a session that there is not`;
      const wrong = sessions.find((s) => !(s.startedAt <= s.lastActivityAt) || !Number.isFinite(s.startedAt));
      return wrong ? `session ${wrong.key} runs from ${wrong.startedAt} to ${wrong.lastActivityAt}` : null;
    };
  },
};

export const TARGETS: readonly Target[] = [dissectors, filterParser, decompressor, importer, pipeline];
