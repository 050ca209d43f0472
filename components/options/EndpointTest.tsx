import { useCallback } from 'preact/hooks';
import type { EndpointTest as Test, ReadAs } from '../../lib/domain/options-views.ts';
import type { OwnEndpoint } from '../../lib/domain/settings.ts';
import { endpointTestLine } from '../../lib/view/endpoint-words.ts';
import { formatCount, formatMoment } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { Toned } from '../ui/Toned.tsx';
import styles from './EndpointTest.module.css';
import { useOptionsServices } from './options-services.ts';
import { useAsked } from './use-asked.ts';

/** An own endpoint held against the recorded requests: how many go there, and what the vendor's dissector makes of the newest. */
export function EndpointTest({ endpoint }: { readonly endpoint: OwnEndpoint }) {
  const { testEndpoint } = useOptionsServices();
  const { value, busy, failed } = useAsked(useCallback(() => testEndpoint(endpoint), [testEndpoint, endpoint]));
  return (
    <div class={styles['test']} role="status" aria-busy={busy}>
      <p><code>{endpoint.pattern}</code></p>
      {busy ? <p class={styles['note']}>{t('options_endpoints_testing')}</p> : null}
      {failed === null ? null : <p>{t('options_workFailed', failed)}</p>}
      {value && !busy ? <Outcome test={value} protocol={endpoint.protocol} /> : null}
    </div>
  );
}

function Outcome({ test, protocol }: { readonly test: Test; readonly protocol: string }) {
  const { now, vendorName } = useServices();
  return (
    <>
      <p><Toned tone={test.matched > 0 ? 'good' : 'warn'}>{endpointTestLine(test)}</Toned></p>
      {test.newest.length ? (
        <table class={styles['table']}>
          <caption>{t('options_endpoints_newest')}</caption>
          <tbody>
            {test.newest.map(({ id, method, url, startedAt, protocol: by }) => (
              <tr key={id}><td>{formatMoment(startedAt, now())}</td><td><code>{method} {url}</code></td><td>{t('options_endpoints_takenAs', vendorName(by))}</td></tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {test.reading ? <Reading reading={test.reading} vendor={vendorName(protocol)} /> : null}
    </>
  );
}

function Reading({ reading, vendor }: { readonly reading: ReadAs; readonly vendor: string }) {
  const { result, eventCount, events, sessionIds, problems } = reading;
  return (
    <>
      <p>{t('options_endpoints_readAs', vendor, t(`options_endpoints_reads_${result}`))} {tn('options_endpoints_events', eventCount, formatCount(eventCount))}{eventCount ? ':' : '.'}</p>
      {events.length || sessionIds.length || problems.length ? (
        <ul class={styles['read']}>
          {events.map(({ kind, name }, i) => <li key={i}><code>{kind}</code> {name}</li>)}
          {sessionIds.map((id) => <li key={id}><code>{t('options_endpoints_session', id)}</code></li>)}
          {problems.map((problem, i) => <li key={i}><Toned tone="bad">{problem}</Toned></li>)}
        </ul>
      ) : null}
    </>
  );
}
