import type { EndpointFileProblem } from '../domain/endpoint-file.ts';
import type { EndpointTest } from '../domain/options-views.ts';
import { formatCount } from './format.ts';
import { t, tn } from './messages/translate.ts';

/** Why a file with own endpoints was refused. */
export const endpointFileProblem = (problem: EndpointFileProblem): string =>
  problem.kind === 'entry' ? t(`options_endpoints_file_${problem.what}`, problem.entry, problem.said) : t(`options_endpoints_file_${problem.kind}`);

/** How many of the recorded requests an own endpoint matches, in a sentence. */
export function endpointTestLine({ looked, all, matched }: EndpointTest): string {
  if (matched === 0) return t('options_endpoints_matchesNothing', formatCount(looked));
  return tn(all ? 'options_endpoints_matched' : 'options_endpoints_matchedNewest', matched, formatCount(matched), formatCount(looked));
}
