import type { Session } from '../../lib/domain/session.ts';
import { shortId } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { sessionTitle, userText } from '../../lib/view/who.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './SessionLabel.module.css';

/** A session's id and its user, in one line. Where the server makes the id the user stands first, as the user, never as an id. */
export function SessionLabel({ session }: { readonly session: Session }) {
  const { id, words } = sessionTitle(session);
  const user = userText(session.identity);
  const userPart = user === null ? null : <span class={styles['user']} title={t('sessions_user', user)}><Icon name="user" /><span class={styles['name']}>{user}</span></span>;
  return (
    <span class={styles['label']}>
      {session.imported ? <span class={styles['mark']} title={t('import_mark', session.imported.fileName)}><Icon name="import" /></span> : null}
      {id === null ? userPart : <span class={styles['id']} title={id}>{shortId(id)}</span>}
      {id === null ? <span class={styles['words']}>{words}</span> : userPart}
    </span>
  );
}
