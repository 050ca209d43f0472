import type { ActionId, SdkTruth, Truth } from '../truth.ts';
import { ACTION_IDS } from '../truth.ts';
import { ACTIONS } from './actions.ts';
import type { Sdk } from './sdks/sdk.ts';

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...content: (string | Node)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

/** A button for every action, and beside it what it calls. */
export function drawActions(into: HTMLElement, sdks: readonly Sdk[], run: (action: ActionId) => void): void {
  into.replaceChildren(
    ...ACTION_IDS.map((id) => {
      const { label, page } = ACTIONS[id];
      const button = element('button', '', label);
      button.type = 'button';
      button.dataset['action'] = id;
      button.addEventListener('click', () => run(id));
      const calls = sdks.flatMap((sdk) => {
        const call = sdk.actions[id]?.call;
        return call === undefined ? [] : [callLine(sdk.id, sdk.name, call)];
      });
      if (page !== undefined) calls.unshift(callLine('page', 'Page', page));
      return element('li', '', button, element('ul', 'calls', ...(calls.length > 0 ? calls : [element('li', 'none', 'no SDK here has this')])));
    }),
  );
}

function callLine(id: string, name: string, call: string): HTMLLIElement {
  const line = element('li', '', element('span', `vendor ${id}`, name), element('code', '', call));
  line.title = `${name}: ${call}`;
  return line;
}

/** What each SDK says of itself at the moment. Cells are only written when their text changes, so that it can be selected. */
export function drawTruth(body: HTMLTableSectionElement, sdks: readonly Sdk[], truth: Truth): void {
  for (const sdk of sdks) {
    const row = body.querySelector<HTMLTableRowElement>(`tr[data-sdk="${sdk.id}"]`) ?? newRow(body, sdk);
    const said = truth[sdk.id];
    const texts = said ? [said.session ?? '(none)', said.user ?? '(nobody)', extraOf(said)] : ['(not loaded)', '', ''];
    texts.forEach((text, index) => {
      const cell = row.cells[index + 1];
      if (cell && cell.textContent !== text) cell.textContent = text;
    });
  }
}

function newRow(body: HTMLTableSectionElement, sdk: Sdk): HTMLTableRowElement {
  const heading = element('th', '', element('span', `vendor ${sdk.id}`, sdk.name));
  heading.scope = 'row';
  const row = element('tr', '', heading, element('td', 'session'), element('td', ''), element('td', 'extra'));
  row.dataset['sdk'] = sdk.id;
  body.append(row);
  return row;
}

function extraOf(said: SdkTruth): string {
  return Object.entries(said.extra)
    .map(([name, value]) => `${name} ${value ?? '–'}`)
    .join(' · ');
}
