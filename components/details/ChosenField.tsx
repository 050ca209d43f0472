import { fieldHandle, type FieldRow } from '../../lib/view/field-rows.ts';
import { chosenColumns, pinned, toggleColumn } from '../../lib/view/footstep-look.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useFootstepLook } from '../footsteps/use-footstep-look.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { useFields } from '../use-fields.ts';
import styles from './ChosenField.module.css';

type ChosenFieldProps = { readonly row: FieldRow; /** Its value as it is shown: secrets may be masked. */ readonly text: string; readonly ofFootstep: boolean };

/** What the chosen field is, and what can be done with it: buttons in every line would be a hundred stops of the Tab key. */
export function ChosenField({ row, text, ofFootstep }: ChosenFieldProps) {
  const fields = useFields();
  const [look, setLook] = useFootstepLook();
  const spec = row.name === null ? undefined : fields.find((field) => field.name === row.name);
  const path = row.dataPath ?? row.name ?? row.label;
  const column = ofFootstep && row.type !== 'branch' ? fieldHandle(row) : null;
  const isPinned = column !== null && chosenColumns(look).includes(pinned(column));
  return (
    <div class={styles['chosen']}>
      <p class={styles['name']}>
        <code>{row.name ?? path}</code> <span class={styles['type']}>{t(`fields_type_${spec?.type ?? row.type}`)}</span>
        {row.name !== null && row.dataPath !== null ? <code class={styles['type']}>{row.dataPath}</code> : null}
      </p>
      {spec?.description ? <p class={styles['description']}>{spec.description}</p> : null}
      <p class={styles['actions']}>
        <CopyButton text={path} what={t('fields_thePath')} label={t('fields_copyPath')} />
        {row.type === 'branch' ? null : <CopyButton text={text} what={t('fields_theValue', row.label)} label={t('fields_copyValue')} />}
        {column === null ? null : <Button icon="pin" onClick={() => setLook(toggleColumn(look, pinned(column)))}>{t(isPinned ? 'fields_unpin' : 'fields_pin')}</Button>}
      </p>
    </div>
  );
}
