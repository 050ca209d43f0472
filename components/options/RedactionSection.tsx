import { safeRegex } from '../../lib/base/safe-regex.ts';
import { regexWords } from '../../lib/view/filter/regex-words.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { Choice } from './Choice.tsx';
import type { SectionProps } from './Options.tsx';
import { OptionsSection, Part } from './OptionsSection.tsx';
import { RedactionPreview } from './RedactionPreview.tsx';
import { TextList } from './TextList.tsx';

const BY_KIND = ['user', 'email', 'ip'] as const;

/** What is taken out of exports, with a preview that follows each change. */
export function RedactionSection({ settings: { redaction }, change }: SectionProps) {
  const set = (part: Partial<typeof redaction>): void => change((now) => ({ redaction: { ...now.redaction, ...part } }));
  const [keep, hash, remove] = [{ id: 'keep', label: t('options_redaction_keep') }, { id: 'hash', label: t('options_redaction_hash') }, { id: 'remove', label: t('options_redaction_remove') }] as const;
  const fieldProblem = (text: string): string | null => {
    if (!/[a-z0-9]/i.test(text)) return t('options_redaction_fieldEmpty');
    return redaction.fields.includes(text.trim()) ? t('options_redaction_fieldKnown') : null;
  };
  const patternProblem = (text: string): string | null => {
    const parsed = safeRegex(text.trim(), 'u');
    if (text.trim() === '' || redaction.patterns.includes(text.trim())) return t('options_redaction_fieldKnown');
    return parsed.ok ? null : regexWords(parsed.error);
  };
  return (
    <OptionsSection id="redaction" intro={t('options_redaction_intro')}>
      {BY_KIND.map((kind) => (
        <Part key={kind} title={t(`options_redaction_${kind}`)}>
          <Choice inline label={t(`options_redaction_${kind}`)} name={kind} value={redaction[kind]} choices={[keep, hash, remove]} onChange={(choice) => set({ [kind]: choice })} />
        </Part>
      ))}
      <Part title={t('options_redaction_sessionIds')} note={t('options_redaction_hashNote')}>
        <Choice inline label={t('options_redaction_sessionIds')} name="sessionIds" value={redaction.sessionIds} choices={[keep, hash]} onChange={(sessionIds) => set({ sessionIds })} />
      </Part>
      <Part title={t('options_redaction_fields')}>
        <TextList label={t('options_redaction_fieldName')} placeholder={t('options_redaction_fieldExample')} entries={redaction.fields} problem={fieldProblem} onChange={(make) => change(({ redaction: now }) => ({ redaction: { ...now, fields: make(now.fields) } }))} />
      </Part>
      <Part title={t('options_redaction_patterns')}>
        <TextList label={t('options_redaction_pattern')} placeholder={t('options_redaction_patternExample')} entries={redaction.patterns} problem={patternProblem} onChange={(make) => change(({ redaction: now }) => ({ redaction: { ...now, patterns: make(now.patterns) } }))} />
      </Part>
      <RedactionPreview rules={redaction} />
    </OptionsSection>
  );
}
