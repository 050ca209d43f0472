import { useMemo } from 'preact/hooks';
import type { Session } from '../../lib/domain/session.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { visitsOf, visitWith } from '../../lib/view/visits.ts';
import { useServices } from '../app-services.ts';
import { Button } from '../ui/Button.tsx';

type SameVisitProps = { readonly sessions: readonly Session[]; readonly session: Session; readonly onShow: () => void };

/** Leads from a session to those of all vendors in its visit; nothing where it is alone. */
export function SameVisit({ sessions, session, onShow }: SameVisitProps) {
  const { now } = useServices();
  const visit = useMemo(() => visitWith(visitsOf(sessions, now()), session.key), [sessions, session.key, now]);
  const count = visit?.sessions.length ?? 1;
  return count > 1 ? <Button title={t('visits_same_title')} onClick={onShow}>{tn('visits_same', count, formatCount(count))}</Button> : null;
}
