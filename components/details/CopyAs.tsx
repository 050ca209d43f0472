import type { RequestDetails } from '../../lib/domain/views.ts';
import { COPY_FORMS, requestAs } from '../../lib/view/copy-as/request-as.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Toned } from '../ui/Toned.tsx';
import styles from './CopyAs.module.css';

type CopyAsProps = { readonly details: RequestDetails; /** With its secrets. */ readonly shown: boolean };

/** The request, to be sent again from elsewhere. The text is made when it is asked for: a body may be long. */
export function CopyAs({ details, shown }: CopyAsProps) {
  return (
    <span class={styles['forms']}>
      {COPY_FORMS.map((form) => <CopyButton key={form} text={() => requestAs(form, details, shown)} what={t(`request_copyAs_${form}`)} label={t(`request_copy_${form}`)} />)}
      {details.body.kind === 'unavailable' ? <Toned tone="quiet">{t('request_copyAs_noBody')}</Toned> : null}
    </span>
  );
}
