import type { Footstep, RequestDetails } from '../../lib/domain/views.ts';
import { Section } from '../ui/Facts.tsx';
import { FieldTree } from './FieldTree.tsx';

/** The fields of one event, then those of the request around it. */
export function FieldsTab({ footstep, details }: { readonly footstep: Footstep; readonly details: RequestDetails }) {
  const own = details.eventTrees[footstep.index] ?? [];
  return (
    <>
      {own.length ? <Section title="This footstep"><FieldTree label="Fields of this footstep" nodes={own} /></Section> : null}
      {details.tree.length || !own.length ? <Section title="The request around it"><FieldTree label="Fields of the request" nodes={details.tree} /></Section> : null}
    </>
  );
}
