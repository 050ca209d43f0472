import { useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { fromField, RANGE_IDS, toField, type RangeChoice } from '../../lib/view/report-range.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';
import { layout } from '../ui/Layout.tsx';
import styles from './RangeControl.module.css';

type RangeControlProps = { readonly choice: RangeChoice; /** What it stands for now. */ readonly range: TimeRange; readonly onChoose: (choice: RangeChoice) => void };

/** The time that the report is about: by name, or between two moments. The arrows go from one name to the next. */
export function RangeControl({ choice, range, onChoose }: RangeControlProps) {
  return (
    <div class={styles['range']}>
      <fieldset class={styles['names']} title={t('report_range_hint')}>
        <legend class={layout.unseen}>{t('report_range')}</legend>
        {RANGE_IDS.map((id) => (
          <label key={id} class={styles['name']}>
            <input type="radio" name="report-range" class={layout.unseen} checked={choice.id === id} onChange={() => onChoose(id === 'custom' ? { id, from: Math.round(range.from), to: Math.round(range.to) } : { id })} />
            <span>{t(`report_range_${id}`)}</span>
          </label>
        ))}
      </fieldset>
      {choice.id === 'custom' ? <Ends key={`${choice.from} ${choice.to}`} from={choice.from} to={choice.to} onChoose={onChoose} /> : null}
    </div>
  );
}

/** Both ends of a time of one's own. What makes no sense is told, and changes nothing. */
function Ends({ from, to, onChoose }: { readonly from: number; readonly to: number; readonly onChoose: (choice: RangeChoice) => void }) {
  const [texts, setTexts] = useState({ from: toField(from), to: toField(to) });
  const [wrong, setWrong] = useState(false);
  const change = (next: typeof texts): void => {
    setTexts(next);
    const [begin, end] = [fromField(next.from), fromField(next.to)];
    setWrong(begin === null || end === null || begin >= end);
  };
  const take = (): void => {
    const [begin, end] = [fromField(texts.from), fromField(texts.to)];
    // A field shows minutes: one that was not touched keeps its seconds.
    if (begin === null || end === null || begin >= end) return;
    onChoose({ id: 'custom', from: texts.from === toField(from) ? from : begin, to: texts.to === toField(to) ? to : end });
  };
  return (
    <form
      class={styles['ends']}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          <span>{t(`report_range_${end}`)}</span>
          <input type="datetime-local" value={texts[end]} onInput={(event) => change({ ...texts, [end]: event.currentTarget.value })} onBlur={take} {...(wrong ? { 'aria-invalid': true, 'aria-describedby': 'report-range-wrong' } : {})} />
        </label>
      ))}
      {wrong ? <span id="report-range-wrong" class={styles['wrong']} role="alert">{t('report_range_wrong')}</span> : null}
    </form>
  );
}
