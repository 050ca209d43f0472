import type { RegexProblem } from '../../base/safe-regex.ts';
import { t } from '../messages/translate.ts';

/** What is wrong with a regular expression, as a sentence. The engine's own words stay as the engine gives them. */
export const regexWords = ({ why, detail }: RegexProblem): string => t(`filter_regex_${why}`, detail);
