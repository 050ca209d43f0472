import { t } from '../../lib/view/messages/translate.ts';
import { PLACES } from '../../lib/view/self-test/cases.ts';
import type { Verdict } from '../../lib/view/self-test/judge.ts';
import { listedResults, matrixRows, type Result } from '../../lib/view/self-test/results.ts';
import type { Tone } from '../../lib/view/tone.ts';
import { Toned } from '../ui/Toned.tsx';
import styles from './Matrix.module.css';

const TONES: Readonly<Record<Verdict['kind'], Tone>> = { exact: 'good', explained: 'quiet', unexplained: 'bad' };

/** Transports and bodies down, places across; then what is no cell of that. */
export function Matrix({ results }: { readonly results: readonly Result[] }) {
  return (
    <>
      <table class={styles['matrix']}>
        <caption>{t('selfTest_matrix')}</caption>
        <thead>
          <tr><th scope="col">{t('selfTest_transport')}</th><th scope="col">{t('selfTest_body')}</th>{PLACES.map((place) => <th key={place} scope="col">{t(`selfTest_place_${place}`)}</th>)}</tr>
        </thead>
        <tbody>
          {matrixRows(results).map(({ key, transport, body, cells }) => (
            <tr key={key}>
              <th scope="row">{transport}</th>
              <td>{body}</td>
              {cells.map(({ place, result }) => <td key={place}>{result ? <Cell result={result} /> : null}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      <table class={styles['matrix']}>
        <caption>{t('selfTest_list')}</caption>
        <tbody>
          {listedResults(results).map((result) => (
            <tr key={result.testCase.id}><th scope="row">{result.testCase.id}</th><td><Cell result={result} /></td><td>{result.verdict.text}</td></tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Cell({ result: { verdict } }: { readonly result: Result }) {
  const word = verdict.kind === 'exact' && verdict.by !== null && verdict.by !== 'network' ? t('selfTest_verdict_exactBy', t(`selfTest_by_${verdict.by}`)) : t(`selfTest_verdict_${verdict.kind}`);
  return <span title={verdict.text}><Toned tone={TONES[verdict.kind]}>{word}</Toned></span>;
}
