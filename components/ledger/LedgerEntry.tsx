import type { Session, SessionKey } from '../../lib/domain/session.ts';
import { endWords, startWords, type LedgerWords } from '../../lib/view/ledger-words.ts';
import { t } from '../../lib/view/messages/translate.ts';
import styles from './LedgerEntry.module.css';

type Links = { readonly onGo?: (key: SessionKey) => void };

/** Why a session started: cause, evidence, how sure, and the session before. */
export function StartEntry({ session, onGo }: Links & { readonly session: Session }) {
  return <Entry words={startWords(session.start)} link={t('ledger_before')} other={session.start.previousKey} {...(onGo ? { onGo } : {})} />;
}

/** Why it ended; nothing while it lives. */
export function EndEntry({ session, onGo }: Links & { readonly session: Session }) {
  return session.end ? <Entry words={endWords(session.end)} link={t('ledger_next')} other={session.end.nextKey} {...(onGo ? { onGo } : {})} /> : null;
}

type EntryProps = Links & { readonly words: LedgerWords; readonly link: string; readonly other: SessionKey | null };

function Entry({ words, link, other, onGo }: EntryProps) {
  return (
    <span class={styles['entry']}>
      <span>{words.cause} <span class={styles['sure']}>{t('ledger_sure', words.sure)}</span></span>
      <span class={styles['evidence']}>{words.evidence}</span>
      {other !== null && onGo ? <button type="button" class={styles['link']} onClick={() => onGo(other)}>{link}</button> : null}
    </span>
  );
}
