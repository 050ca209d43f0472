import { useLayoutEffect, useRef } from 'preact/hooks';
import { popupPlace } from './popup-place.ts';
import styles from './ContextMenu.module.css';

export type MenuItem = { readonly key: string; readonly label: string; readonly onChoose: () => void };
/** In pixels of the window. */
export type MenuPoint = { readonly x: number; readonly y: number };

type ContextMenuProps = { readonly label: string; readonly at: MenuPoint; readonly items: readonly MenuItem[]; /** `byKey`: the focus is to go back to where it was. */ readonly onClose: (byKey: boolean) => void };

/** A menu where the pointer is, or beside a line. Up, down, Home, End move; Enter chooses; Esc, Tab and a click elsewhere close. */
export function ContextMenu({ label, at, items, onClose }: ContextMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = menu.current;
    if (!box) return;
    const { left, top } = popupPlace({ left: at.x, right: at.x + box.offsetWidth, top: at.y, bottom: at.y }, { width: box.offsetWidth, height: box.offsetHeight }, { width: window.innerWidth, height: window.innerHeight });
    Object.assign(box.style, { left: `${left}px`, top: `${top}px` });
    box.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, [at.x, at.y]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const now = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: (now + 1) % all.length, ArrowUp: (now - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) all[next]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !menu.current?.contains(event.relatedTarget)) onClose(false);
  };
  return (
    <div ref={menu} class={styles['menu']} role="menu" aria-label={label} onKeyDown={onKeyDown} onFocusOut={onFocusOut} onContextMenu={(event) => event.preventDefault()}>
      {items.map(({ key, label: words, onChoose }) => (
        <button
          key={key} type="button" role="menuitem" tabIndex={-1} class={styles['item']}
          onClick={() => {
            onClose(true);
            onChoose();
          }}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
