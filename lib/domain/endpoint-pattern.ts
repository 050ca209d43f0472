import { err, ok, type Result } from '../base/result.ts';

/** Which requests go to an endpoint of the user's own. `*` in host and path stands for any run of characters; method null: any. */
export type EndpointPattern = { readonly method: string | null; readonly host: string; readonly path: string | null };

/** Why a text is no pattern. */
export type EndpointPatternProblem = 'empty' | 'tooLong' | 'query' | 'host' | 'everything';

const MAX_LENGTH = 500;

/**
 * Reads `POST collect.example.com/e`: a method or `*` (or none), a host with its port, a path (or none, for any). The path is matched as a whole and
 * without the query, so `/e` is not `/e2`, and `/e*` is both. A scheme is left out, as it makes no difference.
 */
export function parseEndpointPattern(text: string): Result<EndpointPattern, EndpointPatternProblem> {
  const trimmed = text.trim();
  if (trimmed === '') return err('empty');
  if (trimmed.length > MAX_LENGTH) return err('tooLong');
  const [, method = '*', host = '', path] = /^(?:([a-z]+|\*)\s+)?(?:https?:\/\/)?([^/\s]*)(\/.*)?$/i.exec(trimmed) ?? [];
  if (/[?#]/.test(trimmed)) return err('query');
  if (!/^(\[[0-9a-f:.]+\]|[\p{L}\p{N}._*-]+)(:[\d*]+)?$/iu.test(host) || /\s/.test(path ?? '')) return err('host');
  if (/^\*+$/.test(host) && (path === undefined || /^\/\**$/.test(path))) return err('everything');
  return ok({ method: method === '*' ? null : method.toUpperCase(), host: host.toLowerCase(), path: path ?? null });
}

/** Whether a request goes to such an endpoint. A preflight goes where the request after it goes. `host` has its port where it is not the scheme's own. */
export function matchesEndpoint(pattern: EndpointPattern, request: { readonly method: string; readonly host: string; readonly path: string }): boolean {
  const { method, host, path } = pattern;
  if (method !== null && request.method !== method && request.method !== 'OPTIONS') return false;
  return globMatches(host, request.host) && (path === null || globMatches(path, request.path));
}

/** Whether a text is of a form in which `*` stands for any run of characters. Goes back to the last `*` only, so many of them cost nothing more. */
function globMatches(glob: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let i = 0;
  while (i < text.length) {
    if (glob[at] === '*') [star, resume, at] = [at, i, at + 1];
    else if (glob[at] === text[i]) [at, i] = [at + 1, i + 1];
    else if (star >= 0) [at, resume, i] = [star + 1, resume + 1, resume + 1];
    else return false;
  }
  while (glob[at] === '*') at++;
  return at === glob.length;
}
