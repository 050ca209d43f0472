import { describe, expect, it } from 'vitest';
import { asProtocolId } from '../../../lib/domain/event.ts';
import { sessionRows, vendorCounts } from '../../../lib/view/session-rows.ts';
import { importedSession, type ImportId } from '../../../lib/domain/import.ts';
import { demoImport } from '../../fakes/demo-import.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

const name = (protocol: string): string => protocol.toUpperCase();
const old = demoSession('old', { startedAt: NOW - 9000 });
const young = demoSession('young', { startedAt: NOW - 1000 });
const other = demoSession('other', { startedAt: NOW - 5000, protocol: asProtocolId('acme') });
const elsewhere = demoSession('elsewhere', { site: 'https://a.example' });
const nowhere = demoSession('nowhere', { site: null });
const all = [old, elsewhere, young, nowhere, other];
const shape = (folded: readonly string[] = []): string[] =>
  sessionRows(all, { grouped: true, folded: new Set(folded), vendorName: name }).map((row) => `${row.level} ${row.type === 'session' ? row.key : row.label}`);

describe('tree', () => {
  it('goes by site, vendor, and newest start', () => {
    expect(shape()).toEqual([
      '1 https://a.example', '2 SENTRY', '3 elsewhere', '1 https://shop.example', '2 ACME', '3 other', '2 SENTRY', '3 young', '3 old', '1 site unknown', '2 SENTRY', '3 nowhere',
    ]);
  });
  it('hides what is folded, and only that', () => {
    expect(shape(['site:https://shop.example'])).toEqual(['1 https://a.example', '2 SENTRY', '3 elsewhere', '1 https://shop.example', '1 site unknown', '2 SENTRY', '3 nowhere']);
    expect(shape(['site:https://shop.example/SENTRY'])).toContain('3 other');
    expect(shape(['site:https://shop.example/SENTRY'])).not.toContain('3 young');
  });
});

it('is flat where groups are off', () => {
  const rows = sessionRows(all, { grouped: false, folded: new Set(), vendorName: name });
  expect(rows.every((row) => row.level === 1 && row.type === 'session')).toBe(true);
  expect(rows.map((row) => row.key)).toEqual(['young', 'other', 'old', 'elsewhere', 'nowhere']);
});

it('counts vendors by name', () => expect(vendorCounts(all, name)).toEqual([{ protocol: 'acme', name: 'ACME', count: 1 }, { protocol: 'sentry', name: 'SENTRY', count: 4 }]));

it('puts each imported file in a group of its own, after what was recorded', () => {
  const [one, two] = [demoImport(), demoImport({ id: 'iffffffffffffffff' as ImportId, fileName: 'b.har' })];
  const rows = sessionRows([...[one, two].map((file) => importedSession(file, young)), old], { grouped: true, folded: new Set([`import:${two.id}`]), vendorName: name });
  expect(rows.map((row) => `${row.level} ${row.type === 'session' ? row.key : `${row.type} ${row.label}`}`)).toEqual([
    '1 site https://shop.example', '2 vendor SENTRY', '3 old', '1 import shop.footsteps.json', '2 site https://shop.example', '3 vendor SENTRY', `4 ${one.id}~young`, '1 import b.har',
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});
