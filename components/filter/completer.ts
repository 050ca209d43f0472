import { later } from '../ui/later.ts';

/** What proposes words for a filter: it comes when somebody is about to type one. */
export const COMPLETER = later(() => import('../../lib/view/filter/complete.ts'));
