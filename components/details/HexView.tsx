import { useMemo } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { hexDump, type HexByte } from '../../lib/view/hex.ts';
import { useSize } from '../use-size.ts';
import styles from './BodyText.module.css';

/** Place, sixteen bytes as hex and as letters take so many pixels in the letters of a table; a narrow pane shows eight. */
const ROOM_FOR_SIXTEEN = 500;

/** Bytes as hex and ASCII, in lines that have room. */
export function HexView({ bytes }: { readonly bytes: readonly HexByte[] }) {
  const [box, { width }] = useSize<HTMLPreElement>({ width: 600, height: 200 });
  const perLine = width < ROOM_FOR_SIXTEEN ? 8 : 16;
  const text = useMemo(() => hexDump(bytes, perLine), [bytes, perLine]);
  return <pre ref={box} class={styles['text']} tabIndex={0} aria-label={t('body_title')}>{text}</pre>;
}
