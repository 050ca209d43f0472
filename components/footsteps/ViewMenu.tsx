import type { ComponentChildren } from 'preact';
import { chosenColumns, COLUMNS, DEFAULT_LOOK, pinnedName, toggleColumn } from '../../lib/view/footstep-look.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { TIME_MODES } from '../../lib/view/time-mode.ts';
import { Button } from '../ui/Button.tsx';
import { PopupButton } from '../ui/PopupButton.tsx';
import { useFields } from '../use-fields.ts';
import { useTimeMode } from '../use-time-mode.ts';
import { columnLabel } from './columns.ts';
import { useFootstepLook } from './use-footstep-look.ts';
import styles from './ViewMenu.module.css';

/** How footsteps are shown: times, groups, columns. */
export function ViewMenu({ several }: { /** Footsteps of several sessions are listed. */ readonly several: boolean }) {
  return <PopupButton id="footsteps-view" icon="columns" label={t('footsteps_view')} title={t('footsteps_view_title')}><Choices several={several} /></PopupButton>;
}

function Choices({ several }: { readonly several: boolean }) {
  const fields = useFields();
  const [look, setLook] = useFootstepLook();
  const [mode, setMode] = useTimeMode();
  const chosen = chosenColumns(look);
  const pins = chosen.filter((id) => pinnedName(id) !== null);
  return (
    <>
      <Part title={t('footsteps_view_times')}>
        {TIME_MODES.map((one) => (
          <label key={one} class={styles['choice']}><input type="radio" name="times" checked={mode === one} onChange={() => setMode(one)} />{t(`footsteps_view_times_${one}`)}</label>
        ))}
        {several && mode === 'relative' ? <p class={styles['note']}>{t('footsteps_view_times_note')}</p> : null}
      </Part>
      <Part title={t('footsteps_view_lines')}>
        <Check checked={look.byPage} onChange={(byPage) => setLook({ ...look, byPage })}>{t('footsteps_view_byPage')}</Check>
        <Check checked={look.foldBeats} onChange={(foldBeats) => setLook({ ...look, foldBeats })}>{t('footsteps_view_foldBeats')}</Check>
      </Part>
      <Part title={t('footsteps_view_columns')}>
        {[...COLUMNS, ...pins].map((id) => (
          <Check key={id} checked={chosen.includes(id)} disabled={id === 'name'} onChange={() => setLook(toggleColumn(look, id))} note={!several && (id === 'vendor' || id === 'session') ? t('footsteps_view_constant') : (pinnedName(id) ?? '')}>
            {columnLabel(id, fields)}
          </Check>
        ))}
        <p class={styles['reset']}><Button onClick={() => setLook({ ...look, columns: DEFAULT_LOOK.columns, widths: DEFAULT_LOOK.widths, sort: DEFAULT_LOOK.sort })}>{t('footsteps_view_reset')}</Button></p>
      </Part>
    </>
  );
}

const Part = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => (
  <fieldset class={styles['part']}>
    <legend>{title}</legend>
    {children}
  </fieldset>
);

type CheckProps = { readonly checked: boolean; readonly onChange: (on: boolean) => void; readonly disabled?: boolean; readonly note?: string; readonly children: ComponentChildren };

const Check = ({ checked, onChange, disabled = false, note = '', children }: CheckProps) => (
  <label class={styles['choice']}>
    <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
    <span>{children}</span>
    {note ? <span class={styles['aside']}>{note}</span> : null}
  </label>
);
