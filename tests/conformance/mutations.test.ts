import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/base/json.ts';
import type { EventKind } from '../../lib/domain/event.ts';
import { str } from '../../lib/protocols/reader.ts';
import { createRegistry } from '../../lib/protocols/registry.ts';
import { cpuMs } from '../fakes/cpu-time.ts';
import { careless, carelessRequest, items, note } from './support/careless.ts';
import { faultsOf } from './support/faults.ts';
import { bytesOf, mutate } from './support/mutate.ts';
import { seeded } from './support/seeded.ts';
import { dissectorOf, positives, registry, sdkRequests } from './support/subjects.ts';

/** Mutants a recording; `FUZZ_RUNS=5000` searches longer, the first 200 being the same. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 200);

describe(`${RUNS} mutations each are survived in time, and what they cost is told`, () => {
  it.each(positives.filter((s) => dissectorOf(s.vendor)))('$title', { timeout: 120_000 + RUNS * 50 }, (subject) => {
    expect(faultsOf(sdkRequests(subject), registry, subject.title, RUNS)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

/** The mutations must bite: each of these dissectors has one fault. */
describe('the mutations find a dissector that', () => {
  const found = (dissector: ReturnType<typeof careless>) => faultsOf([carelessRequest], createRegistry([dissector]), 'canary', 200).join('\n');
  const good = careless((request, record) => {
    if (!request.json().ok) record.diagnostic('body.unexpected', 'no JSON');
    for (const item of items(request)) note(record, item);
  });

  it('is careful: nothing', () => expect(found(good)).toBe(''));

  it('throws where an item is no object', () => {
    const bad = careless((request, record) => {
      if (!request.json().ok) record.diagnostic('body.unexpected', 'no JSON');
      for (const item of items(request)) note(record, (item as { name: string }).name.toUpperCase());
    });
    expect(found(bad)).toMatch(/dissector\.threw: .*null/);
  });

  it('throws in its probe', () => {
    expect(found(careless(good.dissect, (request) => (JSON.parse(request.text()?.text ?? '{}') ? 0.9 : 0)))).toMatch(/threw .*JSON/);
  });

  it('is silent about a body that was cut', () => {
    expect(found(careless((request, record) => { for (const item of items(request)) note(record, item); }))).toMatch(/truncate of .* 0 of 4 events, and nothing said/);
  });

  it('knows no cut body again', () => {
    expect(found(careless(good.dissect, (request) => (request.json().ok ? 0.9 : 0)))).toMatch(/nobody knows it again/);
  });

  it('uses a field that it does not declare', () => {
    expect(found(careless((request, record) => { record.field('careless.x', 1); good.dissect(request, record); }))).toMatch(/dissector\.undeclared/);
  });

  it('gives what cannot be stored', () => {
    const bad = careless((request, record) => {
      good.dissect(request, record);
      record.event({ kind: 'track', name: 'x', occurredAt: null, data: items as unknown as Json });
    });
    expect(found(bad)).toMatch(/could not be cloned/);
  });

  it('looks a word of the wire up in an object', () => {
    const kinds: { readonly [name: string]: EventKind } = { open: 'page' };
    const bad = careless((request, record) => {
      if (!request.json().ok) record.diagnostic('body.unexpected', 'no JSON');
      for (const item of items(request)) record.event({ kind: kinds[str(item, 'name') ?? ''] ?? 'track', name: 'x', occurredAt: null, data: item });
    });
    expect(faultsOf([carelessRequest], createRegistry([bad]), 'canary', 2000).join('\n')).toMatch(/an event of kind (function|\[object)/);
  });

  it('takes its time', () => {
    const slow = careless((request, record) => {
      const until = cpuMs() + (items(request).length === 4 ? 0 : 450);
      while (cpuMs() < until);
      good.dissect(request, record);
    });
    expect(faultsOf([carelessRequest], createRegistry([slow]), 'canary', 6).join('\n')).toMatch(/took \d+ ms/);
  });
});

describe('a mutation', () => {
  const sequence = (seed: string) => {
    const random = seeded(seed);
    return Array.from({ length: 300 }, () => mutate(carelessRequest, random));
  };
  const print = (seed: string) => sequence(seed).map(({ way, request }) => `${way} ${request.url} ${String(bytesOf(request))} ${JSON.stringify(request.headers)}`);

  it('is the same in every run of a seed', () => {
    expect(print('a')).toEqual(print('a'));
    expect(print('a')).not.toEqual(print('b'));
  });

  it('is of every way', () => {
    expect(new Set(sequence('a').map((m) => m.way))).toEqual(new Set(['truncate', 'flip', 'duplicate', 'remove', 'insert', 'retype', 'query', 'header', 'surroundings']));
  });

  it('changes the request, and not the one that it was made from', () => {
    const before = JSON.stringify(carelessRequest);
    const same = sequence('a').filter(({ request }) => JSON.stringify(request) === before);
    expect(same.length).toBeLessThan(10);
    expect(JSON.stringify(carelessRequest)).toBe(before);
  });
});
