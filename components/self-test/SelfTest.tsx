import { useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { tallyLine, tallyOf, type Result } from '../../lib/view/self-test/results.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Toned } from '../ui/Toned.tsx';
import { Matrix } from './Matrix.tsx';
import { Reasons } from './Reasons.tsx';
import styles from './SelfTest.module.css';

export type SelfTestProps = {
  /** The demo's site to begin with; empty where it is not known. */
  readonly site: string;
  /** Whether DevTools show more than the browser does. */
  readonly canInspect: boolean;
  /** Runs the test and gives what came of each case; rejects with a sentence. */
  readonly run: (options: { readonly site: string; readonly short: boolean; readonly devtools: boolean; readonly say: (doing: string) => void }) => Promise<{ readonly run: string; readonly results: readonly Result[] }>;
};

type State =
  | { readonly kind: 'ready' }
  | { readonly kind: 'running'; readonly doing: string }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'done'; readonly run: string; readonly results: readonly Result[] };

/** Sends requests in every way there is from the demo's pages, and shows what of them this browser showed to us. */
export function SelfTest({ site: firstSite, canInspect, run }: SelfTestProps) {
  const [site, setSite] = useState(firstSite);
  const [short, setShort] = useState(false);
  const [devtools, setDevtools] = useState(false);
  const [state, setState] = useState<State>({ kind: 'ready' });
  const start = async (): Promise<void> => {
    setState({ kind: 'running', doing: t('selfTest_opening') });
    try {
      const done = await run({ site: site.trim().replace(/\/+$/, ''), short, devtools, say: (doing) => setState({ kind: 'running', doing }) });
      setState({ kind: 'done', ...done });
    } catch (error) {
      setState({ kind: 'failed', sentence: error instanceof Error ? error.message : String(error) });
    }
  };
  const running = state.kind === 'running';
  return (
    <main class={styles['page']} data-state={state.kind} {...(state.kind === 'done' ? { 'data-run': state.run } : {})}>
      <h1 class={styles['title']}>{t('selfTest_title')}</h1>
      <p class={styles['intro']}>
        {t('selfTest_intro')} <code>npm start</code>.
      </p>
      <form
        class={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <label class={styles['label']}>
          {t('selfTest_site')}
          <input type="url" required placeholder="http://127.0.0.1:8000" value={site} disabled={running} onInput={(event) => setSite(event.currentTarget.value)} />
        </label>
        <label class={styles['check']}>
          <input type="checkbox" checked={short} disabled={running} onChange={(event) => setShort(event.currentTarget.checked)} />
          {t('selfTest_short')}
        </label>
        {canInspect ? (
          <label class={styles['check']}>
            <input type="checkbox" checked={devtools} disabled={running} onChange={(event) => setDevtools(event.currentTarget.checked)} />
            {t('selfTest_devtools')}
          </label>
        ) : null}
        <Button primary disabled={running || site.trim() === ''} onClick={() => void start()}>{t('selfTest_send')}</Button>
      </form>
      <p class={styles['status']} role="status">{running ? t('selfTest_doing', state.doing) : state.kind === 'done' ? tallyLine(tallyOf(state.results)) : ''}</p>
      {state.kind === 'failed' ? <p class={styles['error']} role="alert"><Icon name="error" />{state.sentence}</p> : null}
      {state.kind === 'done' ? <Outcome results={state.results} /> : null}
    </main>
  );
}

function Outcome({ results }: { readonly results: readonly Result[] }) {
  const { unexplained } = tallyOf(results);
  return (
    <>
      {unexplained > 0 ? <p><Toned tone="bad">{t('selfTest_defect')}</Toned></p> : null}
      <Reasons title={t('selfTest_unexplained')} results={results} kind="unexplained" />
      <Matrix results={results} />
      <Reasons title={t('selfTest_explained')} results={results} kind="explained" />
    </>
  );
}
