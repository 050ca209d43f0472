import { useEffect, useState } from 'preact/hooks';
import type { RequestId } from '../../lib/domain/request.ts';
import type { RequestDetails } from '../../lib/domain/views.ts';
import { useServices } from '../app-services.ts';

/** What is known of a request, read only while it is shown. `gone`: no longer stored. */
export type Loaded = { readonly state: 'loading' } | { readonly state: 'gone' } | { readonly state: 'failed'; readonly why: string } | { readonly state: 'here'; readonly details: RequestDetails };

const LOADING: Loaded = { state: 'loading' };

/** `version` changes where the stored request may have: its answer has come. */
export function useDetails(requestId: RequestId, version: string): Loaded {
  const { details } = useServices();
  const [loaded, setLoaded] = useState<{ readonly of: RequestId; readonly what: Loaded }>({ of: requestId, what: LOADING });
  useEffect(() => {
    let wanted = true;
    const show = (what: Loaded): void => {
      if (wanted) setLoaded({ of: requestId, what });
    };
    details(requestId).then(
      (found) => show(found ? { state: 'here', details: found } : { state: 'gone' }),
      (error: unknown) => show({ state: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [details, requestId, version]);
  return loaded.of === requestId ? loaded.what : LOADING;
}
