import type { RecordingState } from '../domain/views.ts';
import { formatCount } from './format.ts';
import { t, tn } from './messages/translate.ts';

export type ReportAction = 'allow' | 'resume' | 'clearFilter' | 'showAll' | 'showEnded';

/** Why the report's table is empty, and what to press. */
export type ReportEmptiness = { readonly title: string; readonly lines: readonly string[]; readonly action: ReportAction | null; readonly label: string };

export type ReportEmptinessInput = {
  readonly recording: RecordingState;
  readonly filtered: boolean;
  readonly active: boolean;
  readonly user: string | null;
  /** Stored sessions, of the user where there is one. */
  readonly ofUser: number;
  /** Those of them that filter and switch let through, whenever they began. */
  readonly matching: number;
};

export function reportEmptiness({ recording, filtered, active, user, ofUser, matching }: ReportEmptinessInput): ReportEmptiness {
  if (matching > 0) return { title: t('report_empty_range'), lines: [tn('report_empty_range', matching, formatCount(matching))], action: 'showAll', label: t('report_empty_showAll') };
  if (ofUser > 0 && filtered) return { title: t('empty_noMatch'), lines: [tn('empty_hidden', ofUser, formatCount(ofUser))], action: 'clearFilter', label: t('ui_act_clearFilter') };
  if (ofUser > 0 && active) return { title: t('report_empty_active'), lines: [t('report_empty_active_line')], action: 'showEnded', label: t('report_empty_showEnded') };
  if (user !== null) return { title: t('report_user_none'), lines: [t('report_detail_gone_line')], action: null, label: '' };
  if (!recording.hasPermission) return { title: t('empty_forbidden'), lines: [t('empty_forbiddenWhy'), t('empty_forbiddenPromise')], action: 'allow', label: t('ui_act_allow') };
  if (!recording.on) return { title: t('empty_paused'), lines: [t('empty_pausedLine')], action: 'resume', label: t('ui_act_resume') };
  return { title: t('report_empty_none'), lines: [t('report_empty_none_line'), t('empty_reload')], action: null, label: '' };
}
