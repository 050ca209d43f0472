import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { err, type Result } from '../../lib/base/result.ts';
import { wireMark, type ControlLook, type ControlOrder } from '../../lib/domain/page-controls.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';

/** What a call makes an SDK send has come to the store by then, or will not come; what still differs is a finding. */
const SETTLED_MS = 2_000;

/** `failed`: why nobody answered, as a sentence; the last look stays. */
export type LookState = { readonly look: ControlLook | null; readonly failed: string | null; readonly asking: boolean };

/**
 * What the page's SDKs say, beside the wire: asked when it is first drawn, by `run`, and for as long as it is drawn whenever other sessions
 * are on the wire, so that no verdict outlives its reason. Calls are made by `run` alone.
 */
export function useLook(ask: (order: ControlOrder | null) => Promise<Result<ControlLook>>): LookState & { run(order: ControlOrder | null): void } {
  const services = useServices();
  const { tabId } = services;
  const { value, error } = useLive(useCallback(() => services.sessions({ tabId }), [services, tabId]));
  const wire = value ? wireMark(value) : error === null ? null : '';
  const [state, setState] = useState<LookState>({ look: null, failed: null, asking: true });
  /** One after the other: an answer never comes over a newer one. */
  const line = useRef(Promise.resolve());
  const isQueued = useRef(false);
  const settling = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const inLine = useCallback((order: ControlOrder | null, take: (before: LookState, answer: Result<ControlLook>) => LookState): void => {
    line.current = line.current.then(async () => {
      isQueued.current = false;
      const answer = await ask(order).catch((failure: unknown) => err(failure instanceof Error ? failure.message : String(failure)));
      setState((before) => take(before, answer));
    });
  }, [ask]);
  /** What was said of the last call stays. */
  const lookAgain = useCallback((): void => {
    if (isQueued.current) return;
    isQueued.current = true;
    inLine(null, (before, answer) => {
      if (!answer.ok) return { look: before.look, failed: answer.error, asking: false };
      const { done, error: callError } = before.look ?? answer.value;
      return { look: { ...answer.value, done, error: callError }, failed: null, asking: false };
    });
  }, [inLine]);
  const run = useCallback((order: ControlOrder | null): void => {
    setState((before) => ({ ...before, asking: true }));
    inLine(order, (before, answer) => (answer.ok ? { look: answer.value, failed: null, asking: false } : { look: before.look, failed: answer.error, asking: false }));
    if (!order) return;
    clearTimeout(settling.current);
    settling.current = setTimeout(lookAgain, SETTLED_MS);
  }, [inLine, lookAgain]);

  useEffect(() => {
    if (wire !== null) lookAgain();
  }, [wire, lookAgain]);
  useEffect(() => () => clearTimeout(settling.current), []);
  return { ...state, run };
}
