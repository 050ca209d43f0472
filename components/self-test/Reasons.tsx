import { formatCount } from '../../lib/view/format.ts';
import { tn } from '../../lib/view/messages/translate.ts';
import type { Verdict } from '../../lib/view/self-test/judge.ts';
import { reasonsOf, type Result } from '../../lib/view/self-test/results.ts';
import styles from './Reasons.module.css';

type ReasonsProps = { readonly title: string; readonly results: readonly Result[]; readonly kind: Verdict['kind'] };

/** Each reason once, with the cases that it was given for; nothing where there is none. */
export function Reasons({ title, results, kind }: ReasonsProps) {
  const reasons = reasonsOf(results, kind);
  if (reasons.length === 0) return null;
  return (
    <section class={styles['reasons']}>
      <h2>{title}</h2>
      <dl>
        {reasons.map(({ text, ids }) => (
          <div key={text} class={styles['reason']}>
            <dt>{text}</dt>
            <dd><details><summary>{tn('selfTest_cases', ids.length, formatCount(ids.length))}</summary>{ids.join(', ')}</details></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
