import { useEffect, useState } from 'preact/hooks';
import type { Footstep } from '../../lib/domain/views.ts';
import { COPY_FORMS, requestAs, type CopyForm } from '../../lib/view/copy-as/request-as.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { ContextMenu, type MenuPoint } from '../ui/ContextMenu.tsx';
import styles from './FootstepMenu.module.css';

export type OpenedMenu = { readonly footstep: Footstep; readonly at: MenuPoint };

const SAID_MS = 1500;

/** The menu of a footstep: its request as text, with keys masked. What came of it is said for a moment. */
export function FootstepMenu({ menu, onClose }: { readonly menu: OpenedMenu | null; readonly onClose: (byKey: boolean) => void }) {
  const { details, copy } = useServices();
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copyAs = async ({ requestId }: Footstep, form: CopyForm): Promise<void> => {
    try {
      const found = await details(requestId);
      if (found) await copy(requestAs(form, found, false));
      setSaid(t(found ? 'ui_copied' : 'details_gone'));
    } catch {
      setSaid(t('ui_copyFailed'));
    }
  };
  return (
    <>
      {menu ? <ContextMenu label={menu.footstep.name} at={menu.at} onClose={onClose} items={COPY_FORMS.map((form) => ({ key: form, label: t('ui_copy', t(`request_copyAs_${form}`)), onChoose: () => void copyAs(menu.footstep, form) }))} /> : null}
      <span class={styles['said']} role="status">{said}</span>
    </>
  );
}
