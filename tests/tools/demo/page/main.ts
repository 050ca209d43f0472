import type { ActionId, DemoApi } from '../truth.ts';
import { ACTIONS } from './actions.ts';
import { readOptions } from './options.ts';
import { playScenario } from './scenario.ts';
import { Play } from './stage.ts';
import { drawActions, drawTruth } from './view.ts';

declare global {
  interface Window {
    demo: DemoApi;
  }
}

const collector = document.querySelector<HTMLMetaElement>('meta[name="collector"]')?.content ?? location.origin;
const options = readOptions(new URL(location.href), collector);
const play = new Play(options);
const root = document.documentElement;
const status = byId('status');
const actions = byId('actions');
const sessions = byId('sessions') as HTMLTableSectionElement;

byId('path').textContent = location.pathname;
byId('collector').textContent = options.collector;

const run = async (action: ActionId): Promise<void> => {
  say(action === 'idle' ? `Idle for ${options.idle / 1_000} s …` : `${ACTIONS[action].label} …`);
  await play.run(action);
  byId('path').textContent = location.pathname;
  say(`${ACTIONS[action].label}: done`);
};

const ready = play.start().then(() => {
  drawActions(actions, play.sdks, (action) => void run(action));
  const draw = (): void => drawTruth(sessions, play.sdks, play.truth());
  draw();
  setInterval(draw, 250);
  root.dataset['demo'] = 'ready';
  say(options.scenario ? 'Playing …' : 'Ready');
});

const done = options.scenario
  ? ready
      .then(() => playScenario(play, (action) => say(`Playing: ${ACTIONS[action].label} …`)))
      .then(() => {
        root.dataset['scenario'] = 'done';
        say('The scenario is over');
      })
  : new Promise<void>(() => undefined);

window.demo = { ready, done, truth: () => play.truth(), history: () => play.seen.list(), run: (action) => play.run(action), flush: () => play.flush() };

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

function say(text: string): void {
  status.textContent = text;
}
