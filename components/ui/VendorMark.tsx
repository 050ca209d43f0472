import styles from './VendorMark.module.css';

/** Hues that differ as much as they can, however many names there are. */
const GOLDEN_ANGLE = 137.508;

const hueOf = (name: string): number => ([...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) * GOLDEN_ANGLE) % 360;

/** A vendor's first letters in a colour of its own: to find it again. Its name stands beside it. */
export function VendorMark({ name }: { readonly name: string }) {
  return <span class={styles['mark']} style={{ '--hue': String(Math.round(hueOf(name))) }} aria-hidden="true">{name.slice(0, 2)}</span>;
}
