import type { ComponentType } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { Live } from '../../lib/base/observable.ts';
import { AppServicesProvider, useServices, type AppServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';

type FollowingProps = {
  /** The tab that is on screen, and each one after it; null where there is none. */
  readonly shownTab: Live<number | null>;
  readonly servicesOf: (tabId: number) => AppServices;
  readonly View: ComponentType;
};

/** Shows the tab that is on screen. Another tab is another view: nothing that was chosen in the one means anything in the next. */
export function Following({ shownTab, servicesOf, View }: FollowingProps) {
  const ofNone = useServices();
  const tabId = useLive(useCallback(() => shownTab, [shownTab])).value;
  const services = useMemo(() => (tabId === null || tabId === undefined ? ofNone : servicesOf(tabId)), [tabId, ofNone, servicesOf]);
  if (tabId === undefined) return null;
  return <AppServicesProvider key={String(tabId)} value={services}><View /></AppServicesProvider>;
}
