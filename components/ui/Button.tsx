import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Button.module.css';

type ButtonProps = {
  readonly onClick: () => void;
  readonly icon?: IconName;
  readonly children: ComponentChildren;
  readonly title?: string;
  readonly primary?: boolean;
  readonly disabled?: boolean;
};

export function Button({ onClick, icon, children, title, primary = false, disabled = false }: ButtonProps) {
  return (
    <button type="button" class={`${styles['button']} ${primary ? styles['primary'] : ''}`} onClick={onClick} disabled={disabled} {...(title ? { title } : {})}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </button>
  );
}

type IconButtonProps = {
  readonly icon: IconName;
  /** What it does, for the tooltip and for those who cannot see the icon. */
  readonly label: string;
  readonly onClick: () => void;
  /** Present where the button is a switch. */
  readonly pressed?: boolean;
  readonly tone?: 'record';
  readonly disabled?: boolean;
};

export function IconButton({ icon, label, onClick, pressed, tone, disabled = false }: IconButtonProps) {
  return (
    <button
      type="button" class={`${styles['icon']} ${tone ? styles[tone] : ''}`} title={label} aria-label={label} disabled={disabled} onClick={onClick}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    >
      <Icon name={icon} />
    </button>
  );
}
