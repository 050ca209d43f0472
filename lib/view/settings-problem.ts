import type { SettingsProblem } from '../domain/settings.ts';
import { t } from './messages/translate.ts';

/** What is wrong with the stored settings, and what holds instead. */
export function settingsProblem(problem: SettingsProblem): string {
  switch (problem.kind) {
    case 'damaged':
      return t('settings_damaged');
    case 'damagedParts':
      return t('settings_damagedParts', problem.parts.map((part) => t(`settings_part_${part}`)).join(', '));
    case 'newer':
      return t('settings_newer', problem.version);
  }
}
