import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { FilterProblem } from '../../lib/view/filter/ast.ts';
import type { Completion, Completions, CompletionSource } from '../../lib/view/filter/complete.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { IconButton } from '../ui/Button.tsx';
import { COMPLETER } from './completer.ts';
import { CompletionList, optionId } from './CompletionList.tsx';
import { SavedFilters } from './SavedFilters.tsx';
import styles from './FilterBox.module.css';

type FilterBoxProps = {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly problem: FilterProblem | null;
  /** Asked only while proposals are shown. */
  readonly source: () => CompletionSource;
  readonly box: RefObject<HTMLInputElement | null>;
};

const LIST_ID = 'filter-completions';
const PROBLEM_ID = 'filter-problem';
const NOTHING: Completions = { from: 0, to: 0, items: [] };

/** The filter's one line: proposals while typing, what is wrong underlined in its place, and the saved filters. */
export function FilterBox({ text, onText, problem, source, box }: FilterBoxProps) {
  const [cursor, setCursor] = useState(0);
  /** Proposals come with typing; asked for, they come for an empty place too. */
  const [proposing, setProposing] = useState<'no' | 'typing' | 'asked'>('no');
  const [active, setActive] = useState(-1);
  const [focused, setFocused] = useState(false);
  const [scrolled, setScrolled] = useState(0);
  const moveTo = useRef<number | null>(null);
  const completer = COMPLETER.use(focused);
  const found = useMemo(() => (proposing === 'no' || !completer ? NOTHING : completer.complete(text, cursor, source())), [completer, proposing, text, cursor, source]);
  const waits = proposing === 'typing' && found.from === found.to && text[cursor - 1] !== ':';
  const items = waits ? NOTHING.items : found.items;
  const shown = focused && items.length > 0;
  // What is still being typed is not wrong yet.
  const wrong = problem && !(problem.unfinished && focused) ? problem : null;

  useLayoutEffect(() => {
    if (moveTo.current === null) return;
    box.current?.setSelectionRange(moveTo.current, moveTo.current);
    moveTo.current = null;
  });

  const close = (): void => {
    setProposing('no');
    setActive(-1);
  };
  const look = (input: HTMLInputElement): void => {
    setCursor(input.selectionStart ?? input.value.length);
    setScrolled(input.scrollLeft);
  };
  const change = (next: string, at: number, ends: boolean): void => {
    onText(next);
    setCursor(at);
    setActive(-1);
    setProposing(ends ? 'no' : 'typing');
    moveTo.current = at;
    box.current?.focus();
  };
  const take = (item: Completion): void => {
    const taken = completer?.accept(text, found, item);
    if (taken) change(taken.text, taken.cursor, item.ends);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const asks = (event.ctrlKey && event.key === ' ') || (event.altKey && event.key === 'ArrowDown');
    if (asks) setProposing('asked');
    else if (!shown || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    else if (event.key === 'ArrowDown') setActive(active + 1 < items.length ? active + 1 : -1);
    else if (event.key === 'ArrowUp') setActive(active < 0 ? items.length - 1 : active - 1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab' || (event.key === 'Enter' && active >= 0)) take((items[active] ?? items[0]) as Completion);
    else {
      if (event.key === 'Enter') close();
      return;
    }
    event.preventDefault();
  };
  return (
    <search class={styles['filter']}>
      <span class={`${styles['line']} ${wrong ? styles['invalid'] : ''}`}>
        {wrong ? <Underline text={text} problem={wrong} scrolled={scrolled} /> : null}
        <input
          ref={box} type="text" role="combobox" aria-label={t('filter_label')} aria-autocomplete="list" aria-expanded={shown} aria-controls={LIST_ID} placeholder={t('filter_placeholder')} value={text}
          spellcheck={false} autocomplete="off" autocapitalize="off" {...(shown && active >= 0 ? { 'aria-activedescendant': optionId(LIST_ID, active) } : {})}
          {...(wrong ? { 'aria-invalid': true, 'aria-describedby': PROBLEM_ID } : {})}
          onInput={(event) => {
            look(event.currentTarget);
            setProposing('typing');
            setActive(-1);
            onText(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown} onKeyUp={(event) => look(event.currentTarget)} onClick={(event) => look(event.currentTarget)} onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            close();
          }}
        />
        {text === '' ? null : <IconButton icon="close" label={t('filter_empty')} onClick={() => change('', 0, true)} />}
      </span>
      <SavedFilters text={text} valid={problem === null} onChoose={(saved) => change(saved, saved.length, true)} />
      <CompletionList id={LIST_ID} items={shown ? items : NOTHING.items} active={active} onTake={take} />
      {wrong && !shown ? <p class={styles['problem']} id={PROBLEM_ID} role="status">{wrong.message}</p> : null}
    </search>
  );
}

/** Lies under the text, letter on letter, and shows nothing but the line under what is wrong. */
function Underline({ text, problem: { from, to }, scrolled }: { readonly text: string; readonly problem: FilterProblem; readonly scrolled: number }) {
  return (
    <span class={styles['under']} aria-hidden="true">
      <span style={{ marginLeft: `${-scrolled}px` }}>{text.slice(0, from)}<span class={styles['wrong']} data-wrong>{text.slice(from, to)}</span></span>
    </span>
  );
}
