import { useMemo, useState } from 'preact/hooks';
import type { RequestDetails } from '../../lib/domain/views.ts';
import { plural } from '../../lib/view/format.ts';
import { bodyView, headerRows, urlView, type NamedValue } from '../../lib/view/request-view.ts';
import { MASK, maskUrl } from '../../lib/view/secrets.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Fact, Facts, Section } from '../ui/Facts.tsx';
import { BodyText } from './BodyText.tsx';
import styles from './RequestTab.module.css';

/** The request as it was sent. Keys and tokens are masked until somebody asks to see them. */
export function RequestTab({ details: { request, body, decoded } }: { readonly details: RequestDetails }) {
  const [shown, setShown] = useState(false);
  const url = useMemo(() => urlView(request.url), [request.url]);
  const headers = useMemo(() => headerRows(request.headers), [request.headers]);
  const view = useMemo(() => bodyView(body, decoded), [body, decoded]);
  const hasSecrets = headers.some((h) => h.secret) || (url?.query.some((q) => q.secret) ?? false) || (view.kind === 'form' && view.entries.some((e) => e.secret));
  return (
    <>
      <Section title={`${request.method} request`} aside={hasSecrets ? <Button icon="eye" onClick={() => setShown(!shown)}>{shown ? 'Mask keys again' : 'Show masked keys'}</Button> : null}>
        <Facts>
          <Fact label="URL" mono>{shown ? request.url : maskUrl(request.url)}<CopyButton text={request.url} what="the URL" /></Fact>
          {url ? <Fact label="Path" mono>{url.path}</Fact> : null}
          <Fact label="Type">{request.resourceType ?? 'not known'}</Fact>
          <Fact label="Sent by">{request.initiator ?? request.pageUrl ?? 'not known'}</Fact>
          <Fact label="Seen by">{request.witnesses.join(', ')}</Fact>
        </Facts>
      </Section>
      {url && url.query.length > 0 ? <Section title={plural(url.query.length, 'parameter')}><NamedValues rows={url.query} shown={shown} /></Section> : null}
      <Section title={plural(headers.length, 'header')}>
        {headers.length ? <NamedValues rows={headers} shown={shown} /> : <p class={styles['none']}>The witness saw none.</p>}
      </Section>
      {view.kind === 'form' ? <Section title="Form body"><NamedValues rows={view.entries} shown={shown} /></Section> : null}
      {view.kind === 'text' ? <BodyText text={view.text} note={view.note} /> : null}
      {view.kind === 'binary' ? <Section title="Body, no text" aside={<span class={styles['note']}>{view.note}</span>}><pre class={styles['hex']} tabIndex={0}>{view.hex}</pre></Section> : null}
      {view.kind === 'nothing' ? <Section title="Body"><p class={styles['none']}>{view.note}</p></Section> : null}
    </>
  );
}

function NamedValues({ rows, shown }: { readonly rows: readonly NamedValue[]; readonly shown: boolean }) {
  return (
    <table class={styles['values']}>
      <tbody>
        {rows.map(({ name, value, secret }, i) => (
          // A name may come twice, and the list never changes its order.
          <tr key={`${i}:${name}`}>
            <th scope="row">{name}</th>
            <td>{secret && !shown ? MASK : value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
