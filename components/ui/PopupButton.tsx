import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';
import { popupPlace } from './popup-place.ts';
import styles from './PopupButton.module.css';

type PopupButtonProps = {
  /** Unique in the page. */
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly title?: string;
  readonly children: ComponentChildren;
};

/** A button that opens what lies under it. Esc closes it, and so does leaving it. */
export function PopupButton({ id, icon, label, title = label, children }: PopupButtonProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  // Before it is painted, and again as its content or the window changes: panes cut what lies in them, so it lies over the window.
  useLayoutEffect(() => {
    if (!open) return undefined;
    const place = (): void => {
      const [button, box] = [root.current?.getBoundingClientRect(), popup.current];
      if (!button || !box) return;
      const { left, top, maxHeight } = popupPlace(button, { width: box.offsetWidth, height: box.scrollHeight + 2 }, { width: window.innerWidth, height: window.innerHeight });
      Object.assign(box.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${maxHeight}px` });
    };
    place();
    const observer = new ResizeObserver(place);
    if (popup.current) observer.observe(popup.current);
    window.addEventListener('resize', place);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', place);
    };
  }, [open]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    root.current?.querySelector('button')?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !root.current?.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    <span ref={root} class={styles['root']} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <button type="button" class={styles['button']} title={title} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <Icon name={icon} /><span class={styles['label']}>{label}</span><Icon name="down" />
      </button>
      <div ref={popup} id={id} class={styles['popup']} role="group" aria-label={title} hidden={!open}>{open ? children : null}</div>
    </span>
  );
}
