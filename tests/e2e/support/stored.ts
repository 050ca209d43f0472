/** Rows of the extension's own databases, as far as tests look at them. */
export type Stored = {
  readonly requests: readonly { readonly id: string; readonly startedAt: number; readonly url: string; readonly tabId: number | null; readonly pageUrl: string | null; readonly initiator: string | null; readonly resourceType: string; readonly headers: readonly { readonly name: string }[]; readonly bodyKind: string; readonly outcome: { readonly kind: string; readonly status?: number; readonly error?: string; readonly pageGone?: boolean } }[];
  readonly events: readonly { readonly id: string; readonly requestId: string; readonly kind: string; readonly name: string; readonly sessionKey: string | null; readonly repeats: number }[];
  readonly sessions: readonly { readonly key: string; readonly sessionId: string | null; readonly state: string; readonly counts: { readonly events: number; readonly requests: number }; readonly heartbeat: { readonly suspended: boolean }; readonly end: { readonly cause: string } | null }[];
  readonly counters: readonly { readonly name: string; readonly n: number }[];
  readonly gaps: readonly { readonly from: number; readonly to: number | null; readonly why: string; readonly lost: number | null; readonly scope?: object }[];
  /** Requests on their way, and ends of requests, which have no `request`. */
  readonly inbox: readonly { readonly id: string; readonly request?: { readonly url: string } }[];
  /** Requests as they began, until they are stored or in the inbox, and a moment longer. The number is the last part of an id. */
  readonly arrivals: readonly { readonly number: string; readonly url: string }[];
};

/** Requests that are written down somewhere, and not stored yet. */
export function onTheWay({ requests, inbox, arrivals }: Stored): readonly { readonly number: string; readonly url: string }[] {
  const numberOf = (id: string): string => id.slice(id.lastIndexOf('-') + 1);
  const written = [...arrivals, ...inbox.flatMap(({ id, request }) => (request ? [{ number: numberOf(id), url: request.url }] : []))];
  const stored = new Set(requests.map(({ id }) => numberOf(id)));
  return [...new Map(written.map((one) => [one.number, one])).values()].filter(({ number }) => !stored.has(number));
}

/** Reads the whole of them past the extension's code, in its worker, or in a page of it where the worker may be dead. */
export function readStored(inside: { evaluate(script: () => Promise<Stored>): Promise<Stored> }): Promise<Stored> {
  return inside.evaluate(async () => {
    const asPromise = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
        // It has gone since it was looked for: one that we made would stand in the extension's way.
        request.addEventListener('upgradeneeded', () => request.transaction?.abort());
      });
    // Opening it before the extension has would make another, empty one.
    const there = (await indexedDB.databases()).map(({ name }) => name);
    if (!['footsteps', 'footsteps-arrivals'].every((name) => there.includes(name))) throw new Error('the extension has no database yet');
    const read = async (database: string, names: readonly string[]): Promise<Record<string, unknown[]>> => {
      const db = await asPromise(indexedDB.open(database));
      try {
        const tx = db.transaction(names);
        const rows = await Promise.all(names.map((name) => asPromise<unknown[]>(tx.objectStore(name).getAll())));
        return Object.fromEntries(names.map((name, i) => [name, rows[i] ?? []]));
      } finally {
        db.close();
      }
    };
    // First what comes first: else one that goes from here to there meanwhile is seen in neither.
    const { arrivals = [] } = await read('footsteps-arrivals', ['arrivals']);
    const began = arrivals.flatMap((row) => {
      const { seen } = row as { readonly seen?: { readonly requestId: string; readonly url: string } };
      return seen ? [{ number: seen.requestId, url: seen.url }] : [];
    });
    return { ...(await read('footsteps', ['requests', 'events', 'sessions', 'counters', 'gaps', 'inbox'])), arrivals: began } as unknown as Stored;
  });
}
