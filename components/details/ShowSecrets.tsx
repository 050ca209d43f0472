import { t } from '../../lib/view/messages/translate.ts';
import { Button } from '../ui/Button.tsx';

/** Keys and tokens are masked until somebody asks to see them, and can be masked again. */
export const ShowSecrets = ({ shown, onShow }: { readonly shown: boolean; readonly onShow: (shown: boolean) => void }) => <Button icon="eye" onClick={() => onShow(!shown)}>{t(shown ? 'secrets_mask' : 'secrets_show')}</Button>;
