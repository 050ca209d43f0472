import { formatCount } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import styles from './BeforeThisPage.module.css';

/** How many lines stand before the page that the view starts from, and the way to them. */
export function BeforeThisPage({ hidden, onShow }: { readonly hidden: number; readonly onShow: () => void }) {
  return hidden === 0 ? null : <button type="button" class={styles['before']} title={t('panel_before_title')} onClick={onShow}>{t('panel_before', formatCount(hidden))}</button>;
}
