import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import styles from './PrivateConsent.module.css';

type PrivateConsentProps = { readonly given: boolean; readonly onGiven: (given: boolean) => void };

/** Before anything of a private window is written into a file: asks for it. Nothing in other windows. */
export function PrivateConsent({ given, onGiven }: PrivateConsentProps) {
  const { isPrivate } = useServices();
  if (!isPrivate) return null;
  return (
    <label class={styles['consent']}>
      <input type="checkbox" checked={given} onChange={(event) => onGiven(event.currentTarget.checked)} />
      {t('recording_privateConsent')}
    </label>
  );
}
