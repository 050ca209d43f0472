import { t } from '../../lib/view/messages/translate.ts';
import type { CompareMark } from '../../lib/view/report-compare.ts';
import styles from './CompareMarkText.module.css';

/** Each has a sign of its own beside its word, so that the colour only repeats them. */
const SIGNS: { readonly [mark in CompareMark]: string } = { same: '=', missing: '−', extra: '+', changed: '≠' };

export const CompareMarkText = ({ mark }: { readonly mark: CompareMark }) => <span class={styles[mark]}><span class={styles['sign']} aria-hidden="true">{SIGNS[mark]}</span>{t(`report_compare_${mark}`)}</span>;
