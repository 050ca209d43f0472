import { h } from 'preact';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { EmptyState } from './EmptyState.tsx';

/** Something that can be loaded ahead of being drawn, once; a failure is shown where it is drawn, and the next call tries again. */
type Loadable = { readonly load: () => Promise<void> };

export type LazyComponent<P> = ComponentType<P> & Loadable;

/**
 * A component whose script comes when it is first drawn, or when it is loaded ahead: then it is drawn at once. Until it is there, nothing is.
 */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): LazyComponent<P> {
  let here: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;
  const once = (): Promise<void> => {
    loading ??= load().then(
      (component) => {
        here = component;
      },
      () => {
        loading = null;
      },
    );
    return loading;
  };
  function Lazy(props: P) {
    const [state, setState] = useState<'waiting' | 'here' | 'failed'>(here ? 'here' : 'waiting');
    useEffect(() => {
      if (here) return undefined;
      let isShown = true;
      void once().then(() => {
        if (isShown) setState(here ? 'here' : 'failed');
      });
      return () => {
        isShown = false;
      };
    }, []);
    if (here) return h(here, props);
    return state === 'failed' ? <EmptyState emptiness={{ title: t('ui_notLoaded'), lines: [t('ui_notLoaded_line')], action: null }} /> : null;
  }
  return Object.assign(Lazy, { load: once });
}

/** Loads components once the first picture is drawn, so that nobody waits for them later. */
export function useLoadAhead(parts: readonly Loadable[]): void {
  useEffect(() => {
    const loadAll = (): void => {
      for (const part of parts) void part.load();
    };
    const timer = setTimeout(loadAll, AHEAD_MS);
    return () => clearTimeout(timer);
  }, [parts]);
}

/** By then the first picture is drawn, and nobody has pressed anything yet. */
const AHEAD_MS = 300;
