import type { RequestDetails } from '../../lib/domain/views.ts';
import { toCurl } from '../../lib/view/copy-as/curl.ts';
import { toFetch } from '../../lib/view/copy-as/fetch.ts';
import { toJson } from '../../lib/view/copy-as/json.ts';
import { sentRequest } from '../../lib/view/copy-as/sent-request.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Toned } from '../ui/Toned.tsx';
import styles from './CopyAs.module.css';

const WRITERS = { json: toJson, curl: toCurl, fetch: toFetch } as const;
const FORMS = ['json', 'curl', 'fetch'] as const;

type CopyAsProps = { readonly details: RequestDetails; /** With its secrets. */ readonly shown: boolean };

/** The request, to be sent again from elsewhere. The text is made when it is asked for: a body may be long. */
export function CopyAs({ details: { request, body, decoded }, shown }: CopyAsProps) {
  const write = (form: (typeof FORMS)[number]) => (): string => WRITERS[form](sentRequest({ method: request.method, url: request.url, headers: request.headers, body, decoded }, shown));
  return (
    <span class={styles['forms']}>
      {FORMS.map((form) => <CopyButton key={form} text={write(form)} what={t(`request_copyAs_${form}`)} label={t(`request_copy_${form}`)} />)}
      {body.kind === 'unavailable' ? <Toned tone="quiet">{t('request_copyAs_noBody')}</Toned> : null}
    </span>
  );
}
