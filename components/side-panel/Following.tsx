import type { ComponentType } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { Live } from '../../lib/base/observable.ts';
import { AppServicesProvider, useServices, type AppServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';

type FollowedTab = { readonly id: number; readonly isPrivate: boolean };

type FollowingProps = {
  /** The tab that is on screen, and each one after it; null where there is none. */
  readonly shownTab: Live<FollowedTab | null>;
  readonly servicesOf: (tab: FollowedTab) => AppServices;
  readonly View: ComponentType;
};

/** Shows the tab that is on screen. Another tab is another view: nothing that was chosen in the one means anything in the next. */
export function Following({ shownTab, servicesOf, View }: FollowingProps) {
  const ofNone = useServices();
  const tab = useLive(useCallback(() => shownTab, [shownTab])).value;
  const { id, isPrivate } = tab ?? { id: null, isPrivate: false };
  const services = useMemo(() => (id === null ? ofNone : servicesOf({ id, isPrivate })), [id, isPrivate, ofNone, servicesOf]);
  if (tab === undefined) return null;
  return <AppServicesProvider key={String(id)} value={services}><View /></AppServicesProvider>;
}
