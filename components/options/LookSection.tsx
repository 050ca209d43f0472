import { useCallback } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from './Choice.tsx';
import styles from './LookSection.module.css';
import type { SectionProps } from './Options.tsx';
import { OptionsSection, Part } from './OptionsSection.tsx';
import { useOptionsServices } from './options-services.ts';
import { useAsked } from './use-asked.ts';

/** The theme of all our pages, and the keys. */
export function LookSection({ settings: { theme }, change }: SectionProps) {
  const { keyboardCommands, openKeyboardCommands } = useOptionsServices();
  const { value: commands, failed } = useAsked(useCallback(() => keyboardCommands(), [keyboardCommands]));
  return (
    <OptionsSection id="look">
      <Part title={t('options_look_theme')}>
        <Choice
          label={t('options_look_theme')} name="theme" value={theme} onChange={(next) => change({ theme: next })}
          choices={[{ id: 'auto', label: t('options_look_auto'), note: t('options_look_autoNote') }, { id: 'light', label: t('options_look_light') }, { id: 'dark', label: t('options_look_dark') }]}
        />
      </Part>
      <Part title={t('options_look_keys')} note={t('options_look_changeNote')}>
        {failed === null ? null : <p role="alert">{t('options_workFailed', failed)}</p>}
        <dl class={styles['keys']}>
          {commands?.map(({ name, description, shortcut }) => (
            <div key={name}>
              <dt>{description || (name === '_execute_action' ? t('options_look_openPopup') : name)}</dt>
              <dd>{shortcut ? <kbd>{shortcut}</kbd> : <span class={styles['none']}>{t('options_look_noKey')}</span>}</dd>
            </div>
          ))}
        </dl>
        <Button icon="open" onClick={() => void openKeyboardCommands()}>{t('options_look_change')}</Button>
      </Part>
    </OptionsSection>
  );
}
