import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHOTS } from '../tools/looks/shots.ts';
import { openStage, violationsOf, type Stage } from '../tools/looks/stage.ts';

/** States of the panel, one of each kind, in turns light and dark; `looks.ts` goes over all there are. */
const STATES = [
  'panel-start-dark', 'panel-summary-dark', 'panel-fields-light', 'panel-request-dark', 'panel-hex-light', 'panel-many-light',
  'panel-filter-proposals-light', 'panel-filter-wrong-dark', 'panel-empty', 'panel-forbidden', 'panel-help-light', 'panel-export',
  'timeline-visits-dark', 'narrow-sessions-light', 'forced-panel',
];
/** The same of the other pages. */
const OTHERS = ['popup-few-dark', 'popup-empty-light', 'popup-controls', 'side-chosen', 'report-session-light', 'report-delete', 'report-user-dark', 'report-compare-light', 'options-rules-light', 'options-redaction-dark'];
/** The same windows with twice as large letters have half the pixels. */
const ZOOMED = ['zoom-panel', 'zoom-panel-docked'];

/** Our pages over made-up data, as no store makes all their states. */
describe('every page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  const shot = (name: string) => SHOTS.find((one) => one.name === name) ?? expect.unreachable(`no shot ${name}`);

  test.each([...STATES, ...OTHERS])('has nothing that axe finds, and nothing that moves: %s', async (name) => {
    const { page, problems } = await stage.open(shot(name));
    expect(problems).toEqual([]);
    expect((await violationsOf(page)).map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    // The pages are opened for a person who asks for less motion.
    expect(await page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => {
      const { animationName, transitionDuration } = getComputedStyle(one);
      return animationName !== 'none' || transitionDuration.split(',').some((time) => Number.parseFloat(time) > 0);
    }).length)).toBe(0);
    await page.close();
  });

  test.each(ZOOMED)('can be used with letters twice as large: %s', async (name) => {
    const { page, problems } = await stage.open(shot(name));
    expect(problems).toEqual([]);
    expect((await violationsOf(page)).map(({ id }) => id)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    // All panes can be reached, and a session be chosen, without a pixel outside of the window.
    for (const pane of ['Sessions', 'Footsteps', 'Details', 'Timeline']) {
      const tab = page.getByRole('tab', { name: pane, exact: true });
      if (await tab.count()) await tab.first().click();
    }
    const inside = await page.getByRole('combobox', { name: 'Filter' }).boundingBox();
    expect(inside && inside.x >= 0 && inside.x + inside.width <= (page.viewportSize()?.width ?? 0)).toBe(true);
    await page.close();
  });
});
