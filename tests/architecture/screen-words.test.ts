import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { setMessages } from '../../lib/view/messages/translate.ts';
import { english } from '../../lib/view/messages/english.ts';
import { filesUnder, isModule, ROOT } from './source-files.ts';
import { sentencesInViews, wordsInCode } from './screen-words.ts';

/** Where words are still to be moved to the catalogue. This list only shrinks. */
const PENDING: readonly string[] = [];

let planted: string | null = null;

function plant(folder: string, file: string, code: string): string {
  planted = mkdtempSync(join(tmpdir(), 'screen-words-'));
  mkdirSync(join(planted, folder), { recursive: true });
  writeFileSync(join(planted, folder, file), code);
  return planted;
}
const told = (jsx: string): number => wordsInCode(plant('components', 'A.tsx', jsx)).length;
const toldInView = (expression: string): number => sentencesInViews(plant('lib/view', 'a.ts', `export const a = (n: number, t: (key: string) => string) => ${expression};`)).length;

afterEach(() => {
  if (planted) rmSync(planted, { recursive: true });
  planted = null;
});

describe('the canary', () => {
  it.each([
    '<p>Nothing here</p>', '<p title="Nothing here" />', "<button aria-label={'Close'} />", '<input placeholder="filter" />', '<p>{`${n} events`}</p>', "<p>{open ? 'Open' : t('a_b')}</p>",
    "<p>{name || 'nobody'}</p>", "<p>{n > 1 && ' more'}</p>", "<Tabs tabs={[{ id: 'x', label: 'Fields' }]} />", '<CopyButton what="the id" />', "<p title={a ? ('so' + b) : ''} />",
  ])('tells words in %s', (jsx) => expect(told(`export const A = () => ${jsx};`)).toBe(1));

  it.each([
    "<p>{t('popup_report')}</p>", '<p class="main">·</p>', "<p title={t(open ? 'a_open' : 'a_closed')} />", "<p>{kind === 'error' ? <Icon name=\"error\" /> : null}</p>", '<code>npm start</code>', '<kbd>Enter</kbd>',
    "<p>{styles['head']} {n} &nbsp; × /</p>", "<p class={a ? 'one' : 'two'} />", "<p>{cell(row, 'name')}</p>", '<h1>Footsteps</h1>',
  ])('lets %s pass', (jsx) => expect(told(`export const A = () => ${jsx};`)).toBe(0));
});

describe('the canary of view-models', () => {
  it.each(["'nothing was seen'", '`${n} heartbeats`', '`at most ${n}`', "{ hint: 'another user' }", '`More than ${n} times.`'])('tells the sentence in %s', (code) => expect(toldInView(code)).toBe(1));

  it.each(["t('view_nothing')", "'session.idle'", '`gap:${n}`', '`${n} px`', "' OR '", "new Error('no such row')", '`row-${n}`', '`${n}, ${n}`'])('lets %s pass', (code) => expect(toldInView(code)).toBe(0));
});

it('all sentences of the view-models come from the catalogue', () => {
  expect(sentencesInViews(ROOT)).toEqual([]);
});

it('all words of the components come from the catalogue', () => {
  expect(wordsInCode(ROOT, PENDING)).toEqual([]);
});

it('what is still to be moved is there, and has words', () => {
  for (const place of PENDING) expect(wordsInCode(ROOT, PENDING.filter((other) => other !== place)), place).not.toEqual([]);
});

it('no module asks for a text while it is loaded, when nobody knows yet in which language', async () => {
  setMessages((key) => {
    throw new Error(`${key} was asked for while a module was loaded`);
  }, 'en');
  try {
    const modules = filesUnder(ROOT, ['lib/view', 'components']).filter((path) => isModule(path) && !path.endsWith('.d.ts'));
    const failures: string[] = [];
    for (const path of modules) await import(/* @vite-ignore */ pathToFileURL(join(ROOT, path)).href).catch((error: unknown) => failures.push(`${path}: ${String(error)}`));
    expect(failures).toEqual([]);
    expect(modules.length).toBeGreaterThan(80);
  } finally {
    setMessages(english, 'en');
  }
});
