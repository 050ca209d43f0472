import type { Settings } from '../../lib/domain/settings.ts';
import { parseHost } from '../../lib/domain/sites.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { parseSize, showSize } from '../../lib/view/size-input.ts';
import { Toned } from '../ui/Toned.tsx';
import { Choice, Switch } from './Choice.tsx';
import { DraftField } from './DraftField.tsx';
import type { SectionProps } from './Options.tsx';
import { OptionsSection, Part } from './OptionsSection.tsx';
import { useOptionsServices } from './options-services.ts';
import styles from './RecordingSection.module.css';
import { TextList } from './TextList.tsx';

const MAX_HOSTS = 1_000;

/** The bounds within which the settings take a size. */
const CAPS = { sentBytes: [1024, 64 * 1024 * 1024], decodedBytes: [1024, 256 * 1024 * 1024] } as const;
type Cap = keyof Settings['bodyCaps'];

/** What is recorded where, and how much of it. */
export function RecordingSection({ settings, change }: SectionProps) {
  const { hasPageTap } = useOptionsServices();
  const { recording, sites, pageTap, privateWindows } = settings;
  return (
    <OptionsSection id="recording" intro={t('options_recording_intro')}>
      <Part title={t('options_recording_sites')}>
        <Switch checked={recording} onChange={(on) => change({ recording: on })}>{t('options_recording_on')}</Switch>
        <Choice
          label={t('options_recording_sites')} name="sites" value={sites.mode} onChange={(mode) => change((now) => ({ sites: { ...now.sites, mode } }))}
          choices={[{ id: 'all', label: t('options_recording_all') }, { id: 'only', label: t('options_recording_only') }, { id: 'except', label: t('options_recording_except') }]}
        />
        {sites.mode === 'all' ? null : <HostList label={t('options_recording_host')} hosts={sites.hosts} onChange={(make) => change(({ sites: now }) => ({ sites: { ...now, hosts: make(now.hosts) } }))} />}
        {sites.mode === 'only' && sites.hosts.length === 0 ? <p><Toned tone="warn">{t('options_recording_onlyNone')}</Toned></p> : null}
      </Part>
      <Part title={t('options_tap')} note={t(hasPageTap ? 'options_tap_note' : 'options_tap_firefox')}>
        <Switch checked={pageTap.on} onChange={(on) => change((now) => ({ pageTap: { ...now.pageTap, on } }))}>{t('options_tap_on')}</Switch>
        {pageTap.on ? (
          <>
            <p class={styles['label']}>{t('options_tap_off')}</p>
            <HostList label={t('options_tap_off')} hosts={pageTap.offSites} onChange={(make) => change(({ pageTap: now }) => ({ pageTap: { ...now, offSites: make(now.offSites) } }))} />
          </>
        ) : null}
      </Part>
      <Part title={t('options_private')} note={t('options_private_note')}>
        <Switch checked={privateWindows} onChange={(on) => change({ privateWindows: on })}>{t('options_private_on')}</Switch>
      </Part>
      <Part title={t('options_caps')} note={t('options_caps_note')}>
        <BodyCap cap="sentBytes" settings={settings} change={change} />
        <BodyCap cap="decodedBytes" settings={settings} change={change} />
      </Part>
    </OptionsSection>
  );
}

function BodyCap({ cap, settings: { bodyCaps }, change }: SectionProps & { readonly cap: Cap }) {
  const [least, most] = CAPS[cap];
  const problem = (text: string): string | null => {
    const bytes = parseSize(text);
    if (bytes === null) return t('options_caps_form');
    return bytes < least || bytes > most ? t('options_caps_range', showSize(least), showSize(most)) : null;
  };
  return (
    <div class={styles['cap']}>
      <span>{t(`options_caps_${cap}`)}</span>
      <DraftField label={t(`options_caps_${cap}`)} value={showSize(bodyCaps[cap])} problem={problem} onSave={(text) => change((now) => ({ bodyCaps: { ...now.bodyCaps, [cap]: parseSize(text) ?? now.bodyCaps[cap] } }))} />
    </div>
  );
}

type HostListProps = { readonly label: string; readonly hosts: readonly string[]; readonly onChange: (make: (hosts: readonly string[]) => readonly string[]) => void };

function HostList({ label, hosts, onChange }: HostListProps) {
  const problem = (text: string): string | null => {
    const host = parseHost(text);
    if (host === null) return t('options_host_none');
    if (hosts.includes(host)) return t('options_host_known');
    return hosts.length < MAX_HOSTS ? null : t('options_host_full');
  };
  return (
    <>
      <TextList label={label} placeholder={t('options_recording_hostExample')} entries={hosts} problem={problem} clean={(text) => parseHost(text) ?? text} onChange={onChange} />
      <p class={styles['note']}>{t('options_recording_subdomains')}</p>
    </>
  );
}
