import { useCallback, useRef, useState } from 'preact/hooks';
import type { Live } from '../../lib/base/observable.ts';
import type { ReadSettings, Settings, SettingsChange } from '../../lib/domain/settings.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';

/** Changes whole parts of the settings; a part that follows from what it is now is given as a function of that. */
export type ChangeSettings = (change: SettingsChange | ((now: Settings) => SettingsChange)) => void;

/** The settings as they are, whoever changed them; a way to change them; and why the last change was refused. */
export type SettingsEdit = { readonly read: ReadSettings | undefined; readonly change: ChangeSettings; readonly failed: string | null };

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const tapped = <T>(live: Live<T>, tap: (value: T) => void): Live<T> => ({
  subscribe: (next, failed) =>
    live.subscribe((value) => {
      tap(value);
      next(value);
    }, failed),
});

export function useSettings(): SettingsEdit {
  const services = useServices();
  /** With changes that are on their way: a field that is left and the button that was clicked for it change the same part. */
  const latest = useRef<Settings | null>(null);
  const read = useLive(useCallback(() => tapped(services.settings(), (value) => (latest.current = value.settings)), [services])).value;
  const [failed, setFailed] = useState<string | null>(null);
  const change = useCallback<ChangeSettings>(
    (wanted) => {
      const before = latest.current;
      if (!before) return;
      const next = typeof wanted === 'function' ? wanted(before) : wanted;
      latest.current = { ...before, ...next };
      services.changeSettings(next).then(
        () => setFailed(null),
        (error: unknown) => {
          latest.current = before;
          setFailed(sentenceOf(error));
        },
      );
    },
    [services],
  );
  return { read, change, failed };
}
