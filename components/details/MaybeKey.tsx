import { useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { looksLikeKey, MASK } from '../../lib/view/secrets.ts';
import { IconButton } from '../ui/Button.tsx';

/** The name of a project. With some vendors that is the key that lets anybody send to it: then it is masked until somebody asks. */
export function MaybeKey({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(false);
  if (!looksLikeKey(text)) return <>{text}</>;
  return <>{shown ? text : MASK} <IconButton icon="eye" pressed={shown} label={t('secrets_show')} onClick={() => setShown(!shown)} /></>;
}
