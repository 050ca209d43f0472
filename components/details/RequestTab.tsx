import { useMemo, useState } from 'preact/hooks';
import { decodeUtf8 } from '../../lib/base/bytes.ts';
import type { Body } from '../../lib/domain/request.ts';
import type { RequestDetails } from '../../lib/domain/views.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { bodyView, headerRows, urlView, type NamedValue } from '../../lib/view/request-view.ts';
import { maskText, maskUrl } from '../../lib/view/secrets.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Fact, Facts, Section } from '../ui/Facts.tsx';
import { BodyText } from './BodyText.tsx';
import { CopyAs } from './CopyAs.tsx';
import { HexView } from './HexView.tsx';
import { ShowSecrets } from './ShowSecrets.tsx';
import styles from './RequestTab.module.css';

/** The request as it was sent. Keys and tokens are masked until somebody asks to see them, also in what is copied. */
export function RequestTab({ details }: { readonly details: RequestDetails }) {
  const { request, body, decoded } = details;
  const [shown, setShown] = useState(false);
  const url = useMemo(() => urlView(request.url), [request.url]);
  const headers = useMemo(() => headerRows(request.headers), [request.headers]);
  const view = useMemo(() => bodyView(body, decoded), [body, decoded]);
  const masked = maskUrl(request.url);
  const hasSecrets = masked !== request.url || (view.kind === 'text' && view.masked !== view.text) || (view.kind === 'binary' && view.masked.includes(null)) || [...headers, ...(url?.query ?? []), ...(view.kind === 'form' ? view.entries : [])].some((one) => one.masked !== one.value);
  const address = shown ? request.url : masked;
  return (
    <>
      <Section title={t('request_title', request.method)} aside={hasSecrets ? <ShowSecrets shown={shown} onShow={setShown} /> : null}>
        <Facts>
          <Fact label={t('request_url')} mono>{address}<CopyButton text={address} what={t('request_theUrl')} /></Fact>
          {url ? <Fact label={t('request_origin')} mono>{url.origin}</Fact> : null}
          {url ? <Fact label={t('request_path')} mono>{url.path}</Fact> : null}
          {url?.fragment ? <Fact label={t('request_fragment')} mono>{url.fragment}</Fact> : null}
          <Fact label={t('request_type')}>{request.resourceType ?? t('request_notKnown')}</Fact>
          <Fact label={t('request_sentBy')}>{request.initiator ?? request.pageUrl ?? t('request_notKnown')}</Fact>
          <Fact label={t('request_seenBy')}>{request.witnesses.map((witness) => t(`request_witness_${witness}`)).join(', ')}</Fact>
          <Fact label={t('request_copyAs')}><CopyAs details={details} shown={shown} /></Fact>
        </Facts>
      </Section>
      {url && url.query.length > 0 ? <Section title={tn('request_parameters', url.query.length, formatCount(url.query.length))}><NamedValues rows={url.query} shown={shown} /></Section> : null}
      <Section title={tn('request_headers', headers.length, formatCount(headers.length))}>
        {headers.length ? <NamedValues rows={headers} shown={shown} /> : <p class={styles['none']}>{t('request_headers_none')}</p>}
      </Section>
      {view.kind === 'form' ? <Section title={t('body_form')}><NamedValues rows={view.entries} shown={shown} /></Section> : null}
      {view.kind === 'text' ? <BodyText text={shown ? view.text : view.masked} whole={() => wholeText(decoded, shown)} note={view.note} /> : null}
      {view.kind === 'binary' ? <Section title={t('body_title')} aside={<span class={styles['note']}>{view.note}</span>}><HexView bytes={shown ? view.bytes : view.masked} /></Section> : null}
      {view.kind === 'nothing' ? <Section title={t('body_title')}><p class={styles['none']}>{view.note}</p></Section> : null}
    </>
  );
}

/** To be copied: also what was too long to be drawn. */
function wholeText(decoded: Body, shown: boolean): string {
  const text = decoded.kind === 'bytes' ? decodeUtf8(decoded.bytes).text : '';
  return shown ? text : maskText(text);
}

function NamedValues({ rows, shown }: { readonly rows: readonly NamedValue[]; readonly shown: boolean }) {
  return (
    <table class={styles['values']}>
      <tbody>
        {rows.map(({ name, value, masked }, i) => (
          // A name may come twice, and the list never changes its order.
          <tr key={`${i}:${name}`}>
            <th scope="row" title={name}>{name}</th>
            <td>{shown ? value : masked}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
