import type { RecordingState } from '../../lib/domain/views.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { notRecorded, recordingWords } from '../../lib/view/recording.ts';
import { useServices } from '../app-services.ts';
import { CheckMenu, type CheckItem } from './CheckMenu.tsx';
import { Icon } from './Icon.tsx';

/** The switch that every recorder has, filled and red while it records, for everything, the site and the tab. Always with its state in words. */
export function RecordMenu({ recording, align }: { readonly recording: RecordingState; readonly align: 'start' | 'end' }) {
  const { tabId, isPrivate = false, setRecording, recordSite, recordTab } = useServices();
  const { on, site, tab } = recording;
  const isOn = notRecorded(recording) === null;
  const words = recordingWords(recording);
  const items: CheckItem[] = [
    { key: 'everywhere', label: t('recording_menu_everywhere'), checked: on, onToggle: () => void setRecording(!on) },
    // What is chosen of sites is kept on disk, where no site of a private window belongs.
    ...(site && !isPrivate ? [{ key: 'site', label: t('recording_menu_notSite', site.host), checked: !site.on, onToggle: () => void recordSite(site.host, !site.on) }] : []),
    ...(tab && tabId !== null ? [{ key: 'tab', label: t('recording_menu_notTab'), checked: !tab.on, onToggle: () => void recordTab(tabId, !tab.on) }] : []),
  ];
  return (
    <CheckMenu label={t('recording_menu', words)} menuLabel={t('recording_menuLabel')} items={items} align={align} {...(isOn ? { tone: 'record' as const } : {})}>
      <Icon name={isOn ? 'record' : 'pause'} />
      <span>{words}</span>
    </CheckMenu>
  );
}
