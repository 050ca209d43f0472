import { browser } from 'wxt/browser';

const NAME = 'tick';
/** The shortest that browsers keep for installed extensions. */
const PERIOD_MINUTES = 0.5;

/** Runs `tick` twice a minute, also where that means starting the worker. Call it in the first turn of the worker. */
export function listenToAlarm(tick: () => void): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === NAME) tick();
  });
  // Creating it anew would push it off at each start of the worker.
  browser.alarms
    .get(NAME)
    .then((known) => (known === undefined ? browser.alarms.create(NAME, { periodInMinutes: PERIOD_MINUTES }) : undefined))
    .catch(() => undefined);
}
