import { useCallback, useState } from 'preact/hooks';
import type { Session } from '../../lib/domain/session.ts';
import { captureView } from '../../lib/view/capture.ts';
import { noSessions, type Emptiness } from '../../lib/view/emptiness.ts';
import { hostLabel, plural } from '../../lib/view/format.ts';
import { gapSentence, gapsOf } from '../../lib/view/gaps.ts';
import { isOpenAt } from '../../lib/view/state.ts';
import { useServices } from '../app-services.ts';
import { resume, useRecordState, type RecordState } from '../record-state.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Icon } from '../ui/Icon.tsx';
import { RecordMenu } from '../ui/RecordMenu.tsx';
import { useLive } from '../use-live.ts';
import { useNow } from '../use-now.ts';
import { SessionCard } from './SessionCard.tsx';
import styles from './Popup.module.css';

/** The sessions of the current tab at a glance. */
export function Popup() {
  const services = useServices();
  const { tabId } = services;
  const record = useRecordState();
  const tab = useLive(useCallback(() => services.tab, [services])).value;
  const { value: sessions, error } = useLive(useCallback(() => services.sessions({ tabId }), [services, tabId]));
  const site = tab?.url ? hostLabel(tab.url) : '';
  const act = (action: Emptiness['action']): void => {
    if (action === 'allow') void services.requestPermission();
    if (action === 'resume') void resume(services, record.recording);
  };
  return (
    <div class={styles['popup']}>
      <header class={styles['top']}>
        <div class={styles['head']}>
          <h1 class={styles['site']} title={tab?.title ?? ''}>{site || 'This tab'}</h1>
          <RecordMenu recording={record.recording} align="end" />
        </div>
        <CaptureSentence record={record} url={tab?.url ?? null} />
      </header>
      <main class={styles['main']}>
        {error ? <p class={styles['error']} role="alert"><Icon name="error" />The sessions could not be read from the browser's storage.</p> : null}
        {sessions ? <Cards sessions={sessions} record={record} onAction={act} /> : null}
      </main>
      <footer class={styles['foot']}>
        <ExportButton {...(tabId === null ? {} : { tabId })} />
        <Button icon="open" onClick={() => void services.openFullView()}>Open full view</Button>
        <span class={styles['hint']} title="Open DevTools (F12) and choose the panel Footsteps">F12 › <b>Footsteps</b></span>
      </footer>
    </div>
  );
}

function CaptureSentence({ record, url }: { readonly record: RecordState; readonly url: string | null }) {
  const services = useServices();
  const { tabId } = services;
  const all = useLive(useCallback(() => services.gaps({ tabId }), [services, tabId])).value ?? [];
  const gaps = tabId === null ? all : gapsOf(all, { tabIds: [tabId], sites: [url] });
  if (!record.known) return <p class={styles['capture']}>&nbsp;</p>;
  const view = captureView(record.counters);
  return <p class={`${styles['capture']} ${view.complete ? '' : styles['incomplete']}`} title="In all tabs, since the counters began">{view.complete ? null : <Icon name="warning" />}<span>{[view.sentence, gapSentence(gaps, services.now())].filter(Boolean).join(' ')}</span></p>;
}

type CardsProps = { readonly sessions: readonly Session[]; readonly record: RecordState; readonly onAction: (action: Emptiness['action']) => void };

function Cards({ sessions, record, onAction }: CardsProps) {
  const now = useNow();
  const { recording, counters, known } = record;
  if (sessions.length === 0) {
    if (!known) return null;
    const emptiness = noSessions({ recording, filtered: false, unfiltered: 0, seen: counters['seen'] ?? 0, candidates: counters['candidates'] ?? 0, oneTab: true });
    return <EmptyState emptiness={emptiness} onAction={onAction} />;
  }
  const byStart = sessions.toSorted((a, b) => b.startedAt - a.startedAt);
  const open = byStart.filter((session) => isOpenAt(session, now));
  const over = byStart.filter((session) => !isOpenAt(session, now));
  return (
    <>
      {open.map((session) => <SessionCard key={session.key} session={session} />)}
      {open.length === 0 ? <p class={styles['none']}>No session is open on this page now.</p> : null}
      {over.length > 0 ? <Ended sessions={over} initiallyOpen={open.length === 0} /> : null}
    </>
  );
}

/** A popup has room for so many; the panel has them all. */
const SHOWN_ENDED = 10;

function Ended({ sessions, initiallyOpen }: { readonly sessions: readonly Session[]; readonly initiallyOpen: boolean }) {
  const [open, setOpen] = useState(initiallyOpen);
  return (
    <details class={styles['ended']} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{plural(sessions.length, 'ended session')}</summary>
      {open ? sessions.slice(0, SHOWN_ENDED).map((session) => <SessionCard key={session.key} session={session} />) : null}
      {open && sessions.length > SHOWN_ENDED ? <p class={styles['none']}>{plural(sessions.length - SHOWN_ENDED, 'older one')} in the full view.</p> : null}
    </details>
  );
}

function ExportButton({ tabId }: { readonly tabId?: number }) {
  const { exportArchive, download } = useServices();
  const [failed, setFailed] = useState(false);
  const run = async (): Promise<void> => {
    try {
      const { fileName, text } = await exportArchive(tabId === undefined ? {} : { tabId });
      await download(fileName, text);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <Button icon="export" onClick={() => void run()}>Export this tab</Button>
      {failed ? <span role="alert" class={styles['failed']}>Export failed</span> : null}
    </>
  );
}
