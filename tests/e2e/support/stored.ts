/** Rows of the extension's own database, as far as tests look at them. */
export type Stored = {
  readonly requests: readonly { readonly id: string; readonly startedAt: number; readonly url: string; readonly tabId: number | null; readonly pageUrl: string | null; readonly initiator: string | null; readonly resourceType: string; readonly headers: readonly { readonly name: string }[]; readonly bodyKind: string; readonly outcome: { readonly kind: string; readonly status?: number; readonly error?: string; readonly pageGone?: boolean } }[];
  readonly events: readonly { readonly id: string; readonly requestId: string; readonly kind: string; readonly name: string; readonly sessionKey: string | null; readonly repeats: number }[];
  readonly sessions: readonly { readonly key: string; readonly sessionId: string | null; readonly state: string; readonly counts: { readonly events: number; readonly requests: number }; readonly heartbeat: { readonly suspended: boolean }; readonly end: { readonly cause: string } | null }[];
  readonly counters: readonly { readonly name: string; readonly n: number }[];
  readonly gaps: readonly { readonly from: number; readonly to: number | null; readonly why: string; readonly lost: number | null; readonly scope?: object }[];
  /** Requests on their way, and ends of requests, which have no `request`. */
  readonly inbox: readonly { readonly id: string; readonly request?: { readonly url: string } }[];
};

/** Reads the whole database past the extension's code, in its worker, or in a page of it where the worker may be dead. */
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
    if (!(await indexedDB.databases()).some((d) => d.name === 'footsteps')) throw new Error('the extension has no database yet');
    const db = await asPromise(indexedDB.open('footsteps'));
    try {
      const names = ['requests', 'events', 'sessions', 'counters', 'gaps', 'inbox'];
      const tx = db.transaction(names);
      const rows = await Promise.all(names.map((name) => asPromise<unknown[]>(tx.objectStore(name).getAll())));
      return Object.fromEntries(names.map((name, i) => [name, rows[i]])) as unknown as Stored;
    } finally {
      db.close();
    }
  });
}
