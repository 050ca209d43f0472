import type { Footstep, RequestDetails } from '../../lib/domain/views.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { Section } from '../ui/Facts.tsx';
import { maskText } from '../../lib/view/secrets.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { FieldTree } from './FieldTree.tsx';

/** The fields of one event, then those of the request around it. */
export function FieldsTab({ footstep, details }: { readonly footstep: Footstep; readonly details: RequestDetails }) {
  const own = details.eventTrees[footstep.index] ?? [];
  return (
    <>
      {own.length ? <Section title={t('fields_own')} aside={<CopyJson footstep={footstep} />}><FieldTree label={t('fields_ownLabel')} nodes={own} ofFootstep /></Section> : null}
      {details.tree.length || !own.length ? <Section title={t('fields_request')}><FieldTree label={t('fields_requestLabel')} nodes={details.tree} ofFootstep={false} /></Section> : null}
    </>
  );
}

/** The vendor's own event as JSON, its keys masked. */
const CopyJson = ({ footstep }: { readonly footstep: Footstep }) => (
  <CopyButton text={() => maskText(JSON.stringify(footstep.data, null, 2))} what={t('fields_asJson')} label={t('request_copy_json')} />
);
