import type { ComponentChildren } from 'preact';
import type { Tone } from '../../lib/view/tone.ts';
import styles from './Toned.module.css';

/** Words in the colour of how things stand. The words alone say it too. */
export const Toned = ({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) => <span class={styles[tone]}>{children}</span>;
