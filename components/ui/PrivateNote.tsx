import { useCallback } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';
import { Icon } from './Icon.tsx';
import styles from './PrivateNote.module.css';

/** In a private window: where what is shown lies, or that nothing is recorded. */
export function PrivateNote() {
  const services = useServices();
  const read = useLive(useCallback(() => services.settings(), [services])).value;
  if (!services.isPrivate) return null;
  return <p class={styles['note']}><Icon name="info" />{t(read?.settings.privateWindows === false ? 'recording_privateOff' : 'recording_private')}</p>;
}
