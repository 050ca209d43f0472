// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { CaptureSheet, HelpSheet } from '../../../../components/panel/Sheets.tsx';
import { DEFAULT_SETTINGS } from '../../../../lib/domain/settings.ts';
import { draw } from '../../../fakes/draw.tsx';

/** Keys as the sheet writes them. */
const WRITTEN: { readonly [key: string]: string } = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', PageUp: 'PgUp', PageDown: 'PgDn', Escape: 'Esc', c: 'Ctrl+C',
};
/** The same key with another hand, or under Shift. */
const SAME: { readonly [key: string]: string } = { '=': '+', _: '-', ' ': 'Tab' };
/** Other surfaces. */
const ELSEWHERE = new Set(['popup', 'side-panel', 'report', 'options', 'self-test', 'imports', 'visits']);

const COMPONENTS = path.resolve(import.meta.dirname, '../../../../components');

/** Every key that the panel's components ask for. */
function handledKeys(): Set<string> {
  const files = readdirSync(COMPONENTS, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !ELSEWHERE.has(file.split(path.sep)[0] ?? ''));
  const text = files.map((file) => readFileSync(path.join(COMPONENTS, file), 'utf8')).join('\n');
  return new Set([...text.matchAll(/\b(?:event\.)?key [!=]== '([^']+)'|case '((?:Arrow|Page|Home|End|Enter|Escape|Backspace)\w*)'/g)].map(([, compared, inCase]) => compared ?? inCase ?? ''));
}

it('the sheet names every key that does something', () => {
  const { container } = draw(<HelpSheet onClose={() => undefined} />);
  const named = new Set([...container.querySelectorAll('kbd')].map((kbd) => kbd.textContent));
  const keys = handledKeys();
  expect(keys.size).toBeGreaterThan(15);
  expect([...keys].map((key) => SAME[key] ?? WRITTEN[key] ?? key).filter((key) => !named.has(key))).toEqual([]);
  for (const key of ['Shift+←', 'Shift+F10', 'Backspace']) expect(named).toContain(key);
});

it('the capture ledger says what was missed while the page tap is off, and leads to where it is turned on', async () => {
  const counters = { seen: 9, candidates: 5, decoded: 3, 'bodyUnavailable.blob': 2 };
  const { commands } = draw(<CaptureSheet counters={counters} onClose={() => undefined} />, { settings: { settings: { ...DEFAULT_SETTINGS, pageTap: { on: false, offSites: [] } }, problem: null } });
  expect(await screen.findByText(/Of 2 requests.*missed\. The page tap.*is off\./)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Open the options' }));
  expect(commands).toEqual([['openOptions']]);
});
