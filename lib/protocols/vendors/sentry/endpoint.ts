import type { Endpoint } from '../../../domain/event.ts';
import { str } from '../../reader.ts';
import type { Json } from '../../../base/json.ts';
import type { WireRequest } from '../../wire-request.ts';

export const ENVELOPE = /\/api\/([^/]+)\/envelope\/?$/;
export const STORE = /\/api\/([^/]+)\/store\/?$/;
export const SECURITY = /\/api\/([^/]+)\/security\/?$/;
export const ERROR_PAGE = /\/api\/embed\/error-page\/?$/;
const API = /^(.*)\/api\/([^/]+)\/(?:envelope|store|security)\/?$/;
/** `https://<public key>[:secret]@host[/path]/<project>` */
const DSN = /^(https?):\/\/([\w-]+)(?::[^@/]*)?@([^/?#@]+)((?:\/[^/?#]+)*)\/([\w-]+)\/?$/;

export type Dsn = { readonly collector: string; readonly project: string; readonly publicKey: string };

export function parseDsn(text: string | null | undefined): Dsn | null {
  const cut = DSN.exec(text ?? '');
  return cut && { collector: `${cut[1]}://${cut[3]}${cut[4]}`, publicKey: cut[2] ?? '', project: cut[5] ?? '' };
}

const KEY_PART = /\bsentry_key=([^,\s]+)/;
const CLIENT_PART = /\bsentry_client=([^,\s]+)/;

/** What authenticates a request: query, or the header of SDKs that set one. */
export function auth(request: WireRequest): { key: string | null; client: string | null } {
  const header = request.header('x-sentry-auth') ?? '';
  const key = request.param('sentry_key') ?? KEY_PART.exec(header)?.[1];
  return { key: key && /^[\w-]{1,64}$/.test(key) ? key : null, client: request.param('sentry_client') ?? CLIENT_PART.exec(header)?.[1] ?? null };
}

/** Where the data goes: the DSN's collector where one is told (tunnels), else the address's. `key`: sessions of one project and key belong together. */
export function endpointOf(request: WireRequest, header: Json | null): { endpoint: Endpoint; key: string | undefined; tunnelled: boolean } {
  const dsn = parseDsn(str(header ?? {}, 'dsn') ?? request.param('dsn'));
  const publicKey = dsn?.publicKey ?? auth(request).key ?? str(header ?? {}, 'trace/public_key');
  const [, prefix, project] = API.exec(request.path) ?? [];
  const found = dsn?.project ?? project ?? null;
  return {
    endpoint: { collector: dsn?.collector ?? request.origin + (prefix ?? ''), project: found },
    key: found !== null && publicKey ? `${found}|${publicKey}` : undefined,
    tunnelled: dsn !== null && project === undefined && !ERROR_PAGE.test(request.path),
  };
}
