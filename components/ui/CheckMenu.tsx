import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';
import styles from './CheckMenu.module.css';

/** A choice of the menu. `label` may end in a site's name, which is cut where it is too long. */
export type CheckItem = { readonly key: string; readonly label: string; readonly checked: boolean; readonly onToggle: () => void };

type CheckMenuProps = {
  /** What the button says to those who cannot see it, and as its tooltip. */
  readonly label: string;
  readonly menuLabel: string;
  readonly items: readonly CheckItem[];
  /** The edge of the button at which the menu stands. */
  readonly align: 'start' | 'end';
  readonly tone?: 'record';
  readonly children: ComponentChildren;
};

/** A button with a menu of switches. Up, down, Home, End move; Enter and the space bar switch; Esc, Tab and a click elsewhere close. */
export function CheckMenu({ label, menuLabel, items, align, tone, children }: CheckMenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const all = (): HTMLElement[] => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitemcheckbox"]') ?? [])];
  useEffect(() => {
    if (open) all()[0]?.focus();
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) {
      if (event.key !== 'ArrowDown') return;
      setOpen(true);
    } else if (event.key === 'Tab') {
      setOpen(false);
      return;
    } else if (event.key === 'Escape') close();
    else {
      const its = all();
      const at = its.findIndex((item) => item === document.activeElement);
      const next = { ArrowDown: (at + 1) % its.length, ArrowUp: (at - 1 + its.length) % its.length, Home: 0, End: its.length - 1 }[event.key];
      if (next === undefined) return;
      its[next]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onFocusOut = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node) || !root.current?.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    <span ref={root} class={styles['root']} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <button ref={button} type="button" class={`${styles['button']} ${tone ? styles[tone] : ''}`} title={label} aria-label={label} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        {children}
        <Icon name="down" />
      </button>
      {open ? (
        <div class={`${styles['menu']} ${styles[align]}`} role="menu" aria-label={menuLabel}>
          {items.map((item) => (
            <button key={item.key} type="button" role="menuitemcheckbox" aria-checked={item.checked} tabIndex={-1} class={styles['item']} title={item.label} onClick={item.onToggle}>
              <span class={styles['check']}>{item.checked ? <Icon name="check" /> : null}</span>
              <span class={styles['text']}>{item.label}</span>
            </button>
          ))}
        </div>
      ) : null}
    </span>
  );
}
