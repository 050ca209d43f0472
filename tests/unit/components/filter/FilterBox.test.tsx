// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { useRef, useState } from 'preact/hooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { FilterBox } from '../../../../components/filter/FilterBox.tsx';
import type { CompletionSource } from '../../../../lib/view/filter/complete.ts';
import { parseFilter } from '../../../../lib/view/filter/parse.ts';
import { draw } from '../../../fakes/draw.tsx';

const SOURCE: CompletionSource = { vendors: [{ word: 'sentry', hint: 'Sentry' }], users: [], sessions: [], pages: [], codes: [], fields: [] };
const source = (): CompletionSource => SOURCE;
let keysPassed: string[] = [];

function Box({ start = '' }: { readonly start?: string }) {
  const [text, setText] = useState(start);
  const box = useRef<HTMLInputElement>(null);
  return (
    <div onKeyDown={(event) => void (event.defaultPrevented || keysPassed.push(event.key))}>
      <FilterBox text={text} onText={setText} problem={parseFilter(text).problem} source={source} box={box} />
    </div>
  );
}

beforeEach(() => {
  keysPassed = [];
});

const box = (): HTMLInputElement => screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
const options = (): (string | null | undefined)[] => screen.queryAllByRole('option').map((option) => option.querySelector('span')?.textContent);
const key = (name: string, more: object = {}): boolean => fireEvent.keyDown(box(), { key: name, ...more });
const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));
async function type(text: string): Promise<void> {
  box().focus();
  fireEvent.input(box(), { target: { value: text } });
  await expect.poll(() => box().value).toBe(text);
}

describe('proposals', () => {
  it('come with typing; Tab takes the first, and goes on to its values', async () => {
    draw(<Box />);
    await type('a st');
    await expect.poll(options).toEqual(['state:', 'status:']);
    expect(box().getAttribute('aria-expanded')).toBe('true');
    expect(key('Tab')).toBe(false);
    await expect.poll(() => box().value).toBe('a state:');
    await expect.poll(options).toContain('live');
    expect(box().selectionStart).toBe(8);
  });

  it('are chosen by the arrows and Enter, and told by the box', async () => {
    draw(<Box />);
    await type('kind:session');
    await expect.poll(options).toHaveLength(3);
    key('ArrowDown');
    key('ArrowDown');
    await expect.poll(() => document.querySelector(`#${box().getAttribute('aria-activedescendant') ?? 'none'}`)?.textContent).toContain('sessionUpdate');
    key('ArrowUp');
    await expect.poll(() => screen.getByRole('option', { selected: true }).textContent).toContain('sessionStart');
    expect(key('Enter')).toBe(false);
    await expect.poll(() => box().value).toBe('kind:sessionStart ');
    await expect.poll(options).toEqual([]);
  });

  it('are closed by Esc, which then is free for the panel; Enter without a choice and Tab without proposals change nothing', async () => {
    draw(<Box />);
    await type('st');
    await expect.poll(options).toHaveLength(2);
    key('Escape');
    await expect.poll(options).toEqual([]);
    expect(box().value).toBe('st');
    expect(keysPassed).toEqual([]);
    key('Escape');
    key('Tab');
    key('ArrowDown');
    expect(keysPassed).toEqual(['Escape', 'Tab', 'ArrowDown']);
    await type('sta');
    await expect.poll(options).toHaveLength(2);
    expect(key('Enter')).toBe(true);
    await expect.poll(options).toEqual([]);
    expect(box().value).toBe('sta');
  });

  it('are taken by a click, and shown for an empty place when asked for', async () => {
    draw(<Box />);
    await type('');
    expect(options()).toEqual([]);
    key(' ', { ctrlKey: true });
    await expect.poll(options).toContain('vendor:');
    fireEvent.click(screen.getByText('vendor:'));
    await expect.poll(options).toEqual(['sentry']);
  });
});

describe('what is wrong', () => {
  it('is underlined in its place, with the sentence', async () => {
    const { container } = draw(<Box start="a kind:eror b" />);
    expect(container.querySelector('[data-wrong]')?.textContent).toBe('eror');
    expect(box().getAttribute('aria-invalid')).toBe('true');
    expect(document.querySelector(`#${box().getAttribute('aria-describedby') ?? 'none'}`)?.textContent).toContain('knows no "eror"');
    await type('a kind:error b');
    await expect.poll(() => container.querySelector('[data-wrong]')).toBeNull();
    expect(box().hasAttribute('aria-invalid')).toBe(false);
  });

  it('is not what is still being typed, until the box is left', async () => {
    const { container } = draw(<Box />);
    await type('status:>=');
    await expect.poll(() => box().getAttribute('aria-expanded')).toBe('true');
    expect(container.querySelector('[data-wrong]')).toBeNull();
    box().blur();
    await expect.poll(() => container.querySelector('[data-wrong]')?.textContent).toBe('>=');
  });

  it('is shown as text, whatever it is', () => {
    const { container } = draw(<Box start="kind:<img/src=x/onerror=alert(1)>" />);
    expect(screen.getByRole('status').textContent).toContain('<img/src=x');
    expect(container.querySelector('img')).toBeNull();
  });
});

describe('saved filters', () => {
  it('are saved, chosen, kept for the next time, and removed', async () => {
    draw(<Box start="kind:error" />);
    press('Saved filters');
    press('Save this filter');
    await expect.poll(() => screen.queryByRole('button', { name: 'kind:error' })).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save this filter' }).disabled).toBe(true);
    await type('something else');
    fireEvent.click(screen.getByRole('button', { name: 'kind:error' }));
    await expect.poll(() => box().value).toBe('kind:error');

    const { container } = draw(<Box />);
    const second = within(container);
    fireEvent.click(second.getByRole('button', { name: 'Saved filters' }));
    fireEvent.click(await second.findByRole('button', { name: 'Remove the saved filter kind:error' }));
    await expect.poll(() => second.queryByRole('button', { name: 'kind:error' })).toBeNull();
    expect(localStorage.getItem('footsteps.view.filters')).toBe('[]');
  });

  it.each(['{', '5', '{"a":1}', '[1,null,""]'])('that are stored as %s are none', (stored) => {
    localStorage.setItem('footsteps.view.filters', stored);
    draw(<Box />);
    press('Saved filters');
    expect(screen.getByText('No filter is saved yet.')).toBeTruthy();
  });

  it('that are wrong cannot be saved', () => {
    draw(<Box start="kind:eror" />);
    press('Saved filters');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save this filter' }).disabled).toBe(true);
  });
});
