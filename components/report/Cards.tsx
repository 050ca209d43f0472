import { t } from '../../lib/view/messages/translate.ts';
import type { Card } from '../../lib/view/report-cards.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './Cards.module.css';

/** The numbers of the time, each with its change against the time before. `wholeTime`: there is none before. */
export function Cards({ cards, wholeTime }: { readonly cards: readonly Card[]; readonly wholeTime: boolean }) {
  return (
    <dl class={styles['cards']} aria-label={t('report_cards')}>
      {cards.map(({ id, label, value, change }) => (
        <div key={id} class={styles['card']} data-card={id}>
          <dt>{label}</dt>
          <dd class={styles['value']}>{value}</dd>
          <dd class={`${styles['change']} ${styles[change?.tone ?? 'quiet']}`} {...(change ? { title: change.words } : {})}>
            {change && change.direction !== 'same' ? <Icon name={change.direction} /> : null}
            {change ? change.text : t(wholeTime ? 'report_change_none' : 'report_change_nothing')}
          </dd>
        </div>
      ))}
    </dl>
  );
}
