import type { RequestDetails } from '../../domain/views.ts';
import { toCurl } from './curl.ts';
import { toFetch } from './fetch.ts';
import { toJson } from './json.ts';
import { sentRequest } from './sent-request.ts';

export const COPY_FORMS = ['json', 'curl', 'fetch'] as const;
export type CopyForm = (typeof COPY_FORMS)[number];

const WRITERS = { json: toJson, curl: toCurl, fetch: toFetch } as const;

/** A request as text, to be sent again from elsewhere. @param shown with its secrets */
export const requestAs = (form: CopyForm, { request, body, decoded }: RequestDetails, shown: boolean): string =>
  WRITERS[form](sentRequest({ method: request.method, url: request.url, headers: request.headers, body, decoded }, shown));
