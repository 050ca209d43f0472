/**
 * The table of vendors in `lib/README.md`, from the catalogue and from what the recordings are read as.
 *
 *   node tests/tools/vendor-table.ts      writes it anew
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EVENT_KINDS } from '../../lib/domain/event.ts';
import { catalog } from '../../lib/protocols/catalog.ts';
import type { Dissection, Dissector } from '../../lib/protocols/dissector.ts';
import { createRegistry } from '../../lib/protocols/registry.ts';
import { WireRequest } from '../../lib/protocols/wire-request.ts';
import { capturedRequests, recordings } from './corpus.ts';
import { PROJECT_ROOT } from './run-tool.ts';

export const README = path.join(PROJECT_ROOT, 'lib/README.md');
const [BEGIN, END] = ['<!-- vendors: written by tests/tools/vendor-table.ts -->', '<!-- /vendors -->'];

const registry = createRegistry(catalog);

function dissections(vendor: string): Dissection[] {
  return recordings(vendor).flatMap(({ recording }) => capturedRequests(recording)).flatMap((request) => registry.dissect(new WireRequest(request), request.id) ?? []);
}

/** How sessions are known, as the recordings show: an id on the wire, or an identity from which the server (or we) make one. */
function basis({ rules }: Dissector, read: readonly Dissection[]): string {
  const signals = read.flatMap((d) => d.signals);
  const found = [
    signals.some((s) => s.sessionId !== undefined) && 'declared',
    signals.some((s) => s.identity !== undefined) && (rules.scope === 'identity' ? 'identity' : 'derived'),
    signals.some((s) => s.byTime) && 'by time',
  ];
  return found.filter(Boolean).join(', ') || 'none';
}

function row(dissector: Dissector): string {
  const read = dissections(dissector.id);
  const kinds = new Set(read.flatMap((d) => d.events.map((e) => e.kind)));
  const cells = [
    `\`${dissector.id}\``, dissector.name, dissector.category, EVENT_KINDS.filter((kind) => kinds.has(kind)).join(', '),
    basis(dissector, read), `[docs](${dissector.docs})`,
  ];
  return `| ${cells.join(' | ')} |`;
}

export const vendorTable = (): string =>
  ['| id | name | category | events in the recordings | sessions | docs |', '| --- | --- | --- | --- | --- | --- |', ...catalog.map(row)].join('\n');

/** The text of a README with the table between its two markers. */
export function withTable(readme: string, table: string): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`no table between ${BEGIN} and ${END}`);
  return `${readme.slice(0, from + BEGIN.length)}\n${table}\n${readme.slice(to)}`;
}

if (import.meta.main) writeFileSync(README, withTable(readFileSync(README, 'utf8'), vendorTable()));
