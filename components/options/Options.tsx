import { useState } from 'preact/hooks';
import type { Settings, SettingsProblem } from '../../lib/domain/settings.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { settingsProblem } from '../../lib/view/settings-problem.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { DeleteSection } from './DeleteSection.tsx';
import { EndpointsSection } from './EndpointsSection.tsx';
import { LookSection } from './LookSection.tsx';
import { SECTIONS } from './OptionsSection.tsx';
import styles from './Options.module.css';
import { useOptionsServices } from './options-services.ts';
import { RecordingSection } from './RecordingSection.tsx';
import { RedactionSection } from './RedactionSection.tsx';
import { RetentionSection } from './RetentionSection.tsx';
import { RulesSection } from './RulesSection.tsx';
import { useCurrentSection } from './use-current-section.ts';
import { sentenceOf, useSettings, type ChangeSettings } from './use-settings.ts';

/** What each section is given: the settings as they are now, whoever changed them, and a way to change whole parts of them. */
export type SectionProps = { readonly settings: Settings; readonly change: ChangeSettings };

/** The options page: everything that the user can choose, saved as it is changed. */
export function Options() {
  const { read, change, failed } = useSettings();
  return (
    <div class={styles['page']}>
      <header class={styles['head']}>
        <h1>{t('options_title')}</h1>
      </header>
      <Nav />
      <main class={styles['main']}>
        {read?.problem ? <Problem problem={read.problem} change={change} /> : null}
        {failed === null ? null : <p class={styles['failed']} role="alert"><Icon name="error" />{t('options_failed', failed)}</p>}
        {read ? <Sections settings={read.settings} change={change} /> : <p class={styles['reading']}>{t('options_reading')}</p>}
      </main>
    </div>
  );
}

/** On its own, as it is drawn anew while the page is scrolled. */
function Nav() {
  const current = useCurrentSection();
  return (
    <nav class={styles['nav']} aria-label={t('options_nav')}>
      <ul>{SECTIONS.map((id) => <li key={id}><a href={`#${id}`} {...(id === current ? { 'aria-current': 'true' as const } : {})}>{t(`options_nav_${id}`)}</a></li>)}</ul>
    </nav>
  );
}

function Sections(props: SectionProps) {
  return (
    <>
      <RulesSection {...props} />
      <EndpointsSection {...props} />
      <RecordingSection {...props} />
      <RetentionSection {...props} />
      <RedactionSection {...props} />
      <LookSection {...props} />
      <DeleteSection />
    </>
  );
}

/** The stored settings do not hold, or only in part: what holds instead, and a way out. */
function Problem({ problem, change }: { readonly problem: SettingsProblem; readonly change: SectionProps['change'] }) {
  const { resetSettings } = useOptionsServices();
  const [isSure, setSure] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const reset = (): void => {
    if (isSure) resetSettings().catch((error: unknown) => setFailed(sentenceOf(error)));
    setSure(!isSure);
  };
  return (
    <div class={styles['problem']} role="alert">
      <p><Icon name="warning" />{settingsProblem(problem)}</p>
      <p class={styles['ways']}>
        {problem.kind === 'damagedParts' ? <Button onClick={() => change({})}>{t('options_keepGood')}</Button> : null}
        <Button onClick={reset}>{t(isSure ? 'options_resetAllSure' : 'options_resetAll')}</Button>
        {isSure ? <Button onClick={() => setSure(false)}>{t('options_cancel')}</Button> : null}
      </p>
      {failed === null ? null : <p>{t('options_failed', failed)}</p>}
    </div>
  );
}
