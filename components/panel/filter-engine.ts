import { compileFilter, isTimed } from '../../lib/view/filter/evaluate.ts';
import { markerFor } from '../../lib/view/filter/marks.ts';
import { parseFilter } from '../../lib/view/filter/parse.ts';
import { shownSessions } from '../../lib/view/filter/select.ts';

/** What it takes to filter: apart, as nobody has typed anything before the first picture. */
export const filterEngine = { parseFilter, compileFilter, isTimed, markerFor, shownSessions } as const;
