import type { ActionId } from '../truth.ts';
import { remember, remembered } from './memory.ts';
import type { Play } from './stage.ts';

/** One visit in two pages: enough for every cause that begins or ends a session. The idle step outlasts the short timeouts. */
const STEPS: readonly ActionId[] = [
  'feature',
  'log',
  'handledError',
  'route',
  'heartbeat',
  'switchUser',
  'feature',
  'unhandledError',
  'idle',
  'startSession',
  'feature',
  'navigate',
  'feature',
  'startSessionWithId',
  'feature',
  'endSession',
];
const BETWEEN_STEPS_MS = 200;

/** Plays on from the step at which the last page left; resolves in the page that plays the last one. */
export async function playScenario(play: Play, onStep: (action: ActionId) => void): Promise<void> {
  for (let step = remembered('step', 0); step < STEPS.length; step++) {
    const action = STEPS[step];
    if (action === undefined) break;
    // Written down first: the step may be the one that leaves this page.
    remember('step', step + 1);
    onStep(action);
    if (action === 'navigate') await play.flush();
    await play.run(action);
    if (action === 'navigate') return new Promise(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_STEPS_MS));
  }
  await play.flush();
  play.look();
}
