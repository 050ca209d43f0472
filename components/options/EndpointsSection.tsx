import { useRef, useState } from 'preact/hooks';
import { MAX_ENDPOINTS, mergeEndpoints, readEndpointFile, writeEndpointFile } from '../../lib/domain/endpoint-file.ts';
import { parseEndpointPattern } from '../../lib/domain/endpoint-pattern.ts';
import type { OwnEndpoint } from '../../lib/domain/settings.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { endpointFileProblem } from '../../lib/view/endpoint-words.ts';
import { useServices } from '../app-services.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Toned } from '../ui/Toned.tsx';
import { AddField } from './AddField.tsx';
import { EndpointTest } from './EndpointTest.tsx';
import styles from './EndpointsSection.module.css';
import type { SectionProps } from './Options.tsx';
import { OptionsSection } from './OptionsSection.tsx';
import { useVendors, VendorSelect } from './VendorSelect.tsx';

const FILE = 'footsteps-endpoints.json';

/** The user's own endpoints: a list in order, each with a test on what is recorded. */
export function EndpointsSection({ settings: { endpoints }, change }: SectionProps) {
  const { vendorName } = useServices();
  const vendors = useVendors();
  const [protocol, setProtocol] = useState<string | null>(null);
  const [tested, setTested] = useState<OwnEndpoint | null>(null);
  const chosen = protocol ?? vendors[0]?.id ?? '';
  const save = (make: (now: readonly OwnEndpoint[]) => readonly OwnEndpoint[]): void => change((now) => ({ endpoints: make(now.endpoints) }));
  const replace = (endpoint: OwnEndpoint): void => save((now) => now.map((one) => (one.pattern === endpoint.pattern ? endpoint : one)));
  const raise = ({ pattern }: OwnEndpoint): void =>
    save((now) => {
      const at = now.findIndex((one) => one.pattern === pattern);
      return at < 1 ? now : now.toSpliced(at - 1, 2, ...now.slice(at - 1, at + 1).toReversed());
    });
  const problem = (text: string): string | null => {
    if (chosen === '') return t('options_rules_loading');
    const parsed = parseEndpointPattern(text);
    if (!parsed.ok) return t(`options_endpoints_problem_${parsed.error}`);
    if (endpoints.some(({ pattern }) => pattern === text.trim())) return t('options_endpoints_problem_known');
    return endpoints.length < MAX_ENDPOINTS ? null : t('options_endpoints_problem_full');
  };
  return (
    <OptionsSection id="endpoints" intro={t('options_endpoints_intro')}>
      {endpoints.length === 0 ? <p class={styles['none']}>{t('options_endpoints_none')}</p> : (
        <table class={styles['table']} aria-label={t('options_endpoints_list')}>
          <thead><tr><th scope="col">{t('options_endpoints_pattern')}</th><th scope="col">{t('options_endpoints_vendor')}</th><td /></tr></thead>
          <tbody>
            {endpoints.map((endpoint, at) => (
              <tr key={endpoint.pattern}>
                <th scope="row"><code>{endpoint.pattern}</code></th>
                <td><VendorSelect vendors={vendors} value={endpoint.protocol} name={vendorName(endpoint.protocol)} onChange={(id) => replace({ ...endpoint, protocol: id })} /></td>
                <td class={styles['actions']}>
                  <Button title={t('options_endpoints_testOf', endpoint.pattern)} onClick={() => setTested({ ...endpoint })}>{t('options_endpoints_test')}</Button>
                  <IconButton icon="up" label={t('options_endpoints_up', endpoint.pattern)} disabled={at === 0} onClick={() => raise(endpoint)} />
                  <IconButton icon="close" label={t('options_remove', endpoint.pattern)} onClick={() => save((now) => now.filter(({ pattern }) => pattern !== endpoint.pattern))} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <AddField
        label={t('options_endpoints_pattern')} placeholder={t('options_endpoints_example')} problem={problem}
        onAdd={(pattern) => {
          const endpoint = { pattern, protocol: chosen };
          save((now) => [...now, endpoint]);
          setTested(endpoint);
        }}
      >
        <VendorSelect vendors={vendors} value={chosen} name={vendorName(chosen)} onChange={setProtocol} />
      </AddField>
      {tested === null ? null : <EndpointTest endpoint={tested} />}
      <Files endpoints={endpoints} vendors={new Set(vendors.map(({ id }) => id))} save={save} />
    </OptionsSection>
  );
}

type FilesProps = { readonly endpoints: readonly OwnEndpoint[]; readonly vendors: ReadonlySet<string>; readonly save: (make: (now: readonly OwnEndpoint[]) => readonly OwnEndpoint[]) => void };

function Files({ endpoints, vendors, save }: FilesProps) {
  const { download } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<{ readonly good: boolean; readonly text: string } | null>(null);
  const take = async (file: File): Promise<void> => {
    const read = readEndpointFile(await file.text(), vendors);
    if (!read.ok) return setSaid({ good: false, text: endpointFileProblem(read.error) });
    const { added, replaced } = mergeEndpoints(endpoints, read.value);
    save((now) => mergeEndpoints(now, read.value).endpoints);
    return setSaid({ good: true, text: t('options_endpoints_file_done', formatCount(added), formatCount(replaced)) });
  };
  return (
    <p class={styles['files']}>
      <Button icon="export" disabled={endpoints.length === 0} onClick={() => void download(FILE, writeEndpointFile(endpoints))}>{t('options_endpoints_export')}</Button>
      <Button disabled={vendors.size === 0} onClick={() => input.current?.click()}>{t('options_endpoints_import')}</Button>
      <input
        ref={input} type="file" accept=".json,application/json" hidden aria-label={t('options_endpoints_import')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void take(file);
          event.currentTarget.value = '';
        }}
      />
      <span role="status">{said === null ? null : <Toned tone={said.good ? 'good' : 'bad'}>{said.text}</Toned>}</span>
    </p>
  );
}
