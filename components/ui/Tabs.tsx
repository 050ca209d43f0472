import { useRef } from 'preact/hooks';
import styles from './Tabs.module.css';

export type Tab<Id extends string> = { readonly id: Id; readonly label: string; readonly count?: number };

type TabsProps<Id extends string> = {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** The id of the element that shows the selected tab's content. */
  readonly panelId: string;
};

const STEPS: { readonly [key: string]: number } = { ArrowRight: 1, ArrowLeft: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY };

/** A row of tabs: one stop of the Tab key, the arrows go from one to the next. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect, panelId }: TabsProps<Id>) {
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = tabs.findIndex((tab) => tab.id === selected);
    const to = Number.isFinite(step) ? (from + step + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1;
    const tab = tabs[to];
    if (!tab) return;
    onSelect(tab.id);
    (row.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <div ref={row} class={styles['tabs']} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id} type="button" role="tab" class={styles['tab']} id={`${panelId}-tab-${tab.id}`} aria-controls={panelId}
          aria-selected={tab.id === selected} tabIndex={tab.id === selected ? 0 : -1} onClick={() => onSelect(tab.id)}
        >
          {tab.label}
          {tab.count ? <span class={styles['count']}> {tab.count}</span> : null}
        </button>
      ))}
    </div>
  );
}
