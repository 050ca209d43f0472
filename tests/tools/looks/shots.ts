import type { Page } from 'playwright-core';

/** One picture: what to open, how large, and what to do before the shutter. */
export type Shot = {
  readonly name: string;
  readonly query: string;
  readonly size: readonly [width: number, height: number];
  readonly prepare?: (page: Page) => Promise<void>;
};

const POPUP = [400, 600] as const;
const SIDE = [320, 800] as const;
const WIDE = [1400, 620] as const;
const MIDDLE = [860, 700] as const;
const STACK = [540, 820] as const;
const NARROW = [430, 440] as const;

const choose = async (page: Page, text: string): Promise<void> => page.locator('[role=row]', { hasText: text }).first().click();
const tab = async (page: Page, name: string): Promise<void> => page.getByRole('tab', { name }).click();
const footstep = async (page: Page, text = 'TypeError'): Promise<void> => {
  await choose(page, '9f3c51d0');
  await page.locator('[data-pane=footsteps] [role=row]', { hasText: text }).first().click();
};

/** Changes choices of the View menu, and closes it. */
async function look(page: Page, ...choices: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'View' }).click();
  for (const choice of choices) await page.getByRole('checkbox', { name: choice }).click();
  await page.keyboard.press('Escape');
}

const REPORT = [1400, 880] as const;
const PAGE = [600, 880] as const;
/** The chart is there, and drawn. */
const drawn = async (page: Page): Promise<void> => {
  await page.locator('[data-drawn=true] canvas').waitFor();
  await page.waitForTimeout(150);
};
const openFirst = async (page: Page): Promise<void> => {
  await drawn(page);
  await page.locator('#report-sessions-0').click();
};
/** Two of the demo that went nearly the same way. */
const TWO = 'compare=9f3c51d07be44a1c8a5d20f7c1b9e3aa&with=b1946ac92492d2347c6235b4d2611184%231999';
const compared = (page: Page): Promise<void> => page.locator('#report-compare-0').waitFor();

const importSome = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Import…' }).click();
  await page.getByLabel('Choose a file').first().setInputFiles({ name: 'shop.footsteps.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await page.getByText('broken places').first().click();
};

const both = (shot: Shot): Shot[] => ['light', 'dark'].map((theme) => ({ ...shot, name: `${shot.name}-${theme}`, query: `${shot.query}&theme=${theme}` }));

const OPTIONS = [1100, 860] as const;
const OPTIONS_NARROW = [420, 860] as const;
/** The page at one of its sections, once what is loaded for it is there. */
const section = (id: string, then?: (page: Page) => Promise<void>) => async (page: Page): Promise<void> => {
  await page.locator('[data-vendor]').first().waitFor();
  await page.locator('figure').first().waitFor();
  await then?.(page);
  await page.locator(`#${id}`).evaluate((element) => element.scrollIntoView());
};
const testsEndpoint = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Test POST' }).or(page.getByTitle(/^Test POST/)).first().click();
  await page.getByText('Read as Snowplow').waitFor();
};

/** In the system's own few colours, as people who need strong contrast set them. */
const forced = (then?: (page: Page) => Promise<void>) => async (page: Page): Promise<void> => {
  await page.emulateMedia({ forcedColors: 'active' });
  await then?.(page);
};
const recordMenu = (page: Page): Promise<void> => page.getByRole('button', { name: /^Recording/ }).first().click();

export const SHOTS: readonly Shot[] = [
  // At 200 % a page has half the room.
  { name: 'zoom-popup', query: 'surface=popup', size: [400, 300] },
  { name: 'zoom-side', query: 'surface=side', size: [200, 450] },
  { name: 'zoom-panel', query: '', size: [700, 310] },
  { name: 'zoom-panel-docked', query: '', size: [430, 220] },
  { name: 'forced-popup', query: 'surface=popup', size: POPUP, prepare: forced() },
  { name: 'forced-panel', query: 'data=visit', size: WIDE, prepare: forced((page) => choose(page, '9f3c51d0')) },
  ...both({ name: 'record-menu-popup', query: 'surface=popup', size: POPUP, prepare: recordMenu }),
  { name: 'record-menu-panel', query: '', size: WIDE, prepare: recordMenu },
  { name: 'record-menu-narrow', query: '', size: NARROW, prepare: recordMenu },
  ...both({ name: 'private-popup', query: 'surface=popup&data=private', size: POPUP }),
  { name: 'private-side', query: 'surface=side&data=private', size: SIDE },
  { name: 'private-panel', query: 'data=private', size: WIDE },
  ...both({ name: 'private-consent', query: 'data=private', size: WIDE, prepare: (page) => page.getByRole('button', { name: 'Export…' }).click() }),
  { name: 'toolbar-menu', query: '', size: NARROW, prepare: (page) => page.getByRole('button', { name: 'More' }).click() },
  ...both({ name: 'options-rules', query: 'surface=options&data=chosen', size: OPTIONS, prepare: section('rules', async (page) => {
    await page.getByLabel('Longest session of Sentry').isDisabled();
    await page.getByLabel('Time-out in the foreground of Exceptionless').fill('soon');
    await page.keyboard.press('Enter');
  }) }),
  ...both({ name: 'options-endpoints', query: 'surface=options&data=chosen', size: OPTIONS, prepare: section('endpoints', testsEndpoint) }),
  { name: 'options-first', query: 'surface=options', size: OPTIONS, prepare: section('endpoints') },
  { name: 'options-retention', query: 'surface=options&data=chosen', size: OPTIONS, prepare: section('retention', async (page) => {
    await page.getByRole('textbox', { name: 'Age' }).fill('30');
    await page.getByText('would go at once').waitFor();
  }) },
  ...both({ name: 'options-redaction', query: 'surface=options&data=chosen', size: OPTIONS, prepare: section('redaction') }),
  { name: 'options-delete', query: 'surface=options&data=chosen&theme=dark', size: OPTIONS, prepare: section('delete', (page) => page.getByRole('button', { name: 'Delete everything…' }).click()) },
  { name: 'options-damaged', query: 'surface=options&data=damaged', size: OPTIONS },
  { name: 'options-newer', query: 'surface=options&data=newer&theme=dark', size: OPTIONS_NARROW, prepare: (page) => page.getByRole('button', { name: 'Set everything back to the defaults' }).click() },
  { name: 'options-narrow-rules', query: 'surface=options&data=chosen', size: OPTIONS_NARROW, prepare: section('rules') },
  { name: 'options-narrow-endpoints', query: 'surface=options&data=chosen&theme=dark', size: OPTIONS_NARROW, prepare: section('endpoints', testsEndpoint) },
  { name: 'options-narrow-redaction', query: 'surface=options&data=chosen', size: OPTIONS_NARROW, prepare: section('redaction') },
  ...both({ name: 'popup-few', query: 'surface=popup', size: POPUP }),
  ...both({ name: 'popup-one', query: 'surface=popup&data=one', size: POPUP }),
  { name: 'popup-three', query: 'surface=popup&data=three', size: POPUP },
  { name: 'popup-many', query: 'surface=popup&data=many', size: POPUP },
  ...both({ name: 'side-few', query: 'surface=side', size: SIDE }),
  { name: 'side-chosen', query: 'surface=side', size: SIDE, prepare: async (page) => page.getByRole('button', { name: 'Sentry' }).click() },
  { name: 'side-many', query: 'surface=side&data=many&theme=dark', size: SIDE },
  { name: 'side-empty', query: 'surface=side&data=empty', size: SIDE },
  { name: 'side-wide', query: 'surface=side', size: [460, 900] },
  { name: 'popup-ended', query: 'surface=popup', size: POPUP, prepare: async (page) => {
    await page.locator('summary').click();
    await page.locator('summary').scrollIntoViewIfNeeded();
    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
  } },
  { name: 'popup-controls', query: 'surface=popup', size: POPUP, prepare: async (page) => {
    await page.getByRole('button', { name: 'SDKs in this page' }).click();
    await page.locator('dialog[open] code').first().waitFor();
  } },
  ...both({ name: 'popup-empty', query: 'surface=popup&data=empty', size: POPUP }),
  { name: 'popup-paused', query: 'surface=popup&data=paused', size: POPUP },
  { name: 'popup-site-paused', query: 'surface=popup&data=pausedSite', size: POPUP },
  { name: 'popup-forbidden', query: 'surface=popup&data=forbidden&theme=dark', size: POPUP },
  ...both({ name: 'panel-start', query: 'surface=panel', size: WIDE }),
  ...both({ name: 'panel-session', query: 'surface=panel', size: WIDE, prepare: (page) => choose(page, 'Ada Lovelace') }),
  ...both({ name: 'panel-late', query: 'surface=panel', size: WIDE, prepare: (page) => choose(page, 'id made by the server') }),
  ...both({ name: 'panel-summary', query: 'surface=panel', size: WIDE, prepare: (page) => footstep(page) }),
  ...both({ name: 'panel-fields', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await footstep(page);
    await tab(page, 'Fields');
    await page.getByRole('treeitem').nth(1).click();
  } }),
  ...both({ name: 'panel-request', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await footstep(page);
    await tab(page, 'Request');
  } }),
  { name: 'panel-body', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await footstep(page);
    await tab(page, 'Request');
    await page.locator('pre').scrollIntoViewIfNeeded();
    await page.locator('#footstep-details').evaluate((panel) => panel.scrollTo(0, panel.scrollHeight));
  } },
  { name: 'panel-delivery', query: 'surface=panel&theme=dark', size: WIDE, prepare: async (page) => {
    await footstep(page, 'add to basket');
    await tab(page, 'Delivery');
  } },
  { name: 'panel-hostile', query: 'surface=panel', size: WIDE, prepare: (page) => footstep(page, '<img') },
  ...both({ name: 'panel-many', query: 'surface=panel&data=many', size: WIDE, prepare: async (page) => {
    await choose(page, '9f3c51d0');
    await page.locator('#footsteps-4999').waitFor();
    await page.locator('[aria-label=Footsteps][role=grid]').evaluate((grid) => grid.scrollTo(0, 40_000));
    await page.locator('#footsteps-1830').waitFor();
    await page.evaluate(() => (window as unknown as { append(count: number): void }).append(12));
    await page.getByText('12 new below').waitFor();
  } }),
  ...both({ name: 'timeline-few', query: 'surface=panel&data=visit', size: WIDE, prepare: (page) => choose(page, 'Ada Lovelace') }),
  ...both({ name: 'panel-view-menu', query: 'surface=panel&data=visit', size: WIDE, prepare: (page) => page.getByRole('button', { name: 'View' }).click() }),
  ...both({ name: 'panel-by-page', query: 'surface=panel&data=visit', size: WIDE, prepare: async (page) => {
    await choose(page, 'Ada Lovelace');
    await look(page, 'Group by page', 'Fold heartbeats');
  } }),
  ...both({ name: 'panel-beats', query: 'surface=panel&data=visit', size: WIDE, prepare: async (page) => {
    await choose(page, '0b6cf7a2');
    await look(page, 'Fold heartbeats', 'Size', 'User');
  } }),
  ...both({ name: 'panel-sorted', query: 'surface=panel&data=visit', size: WIDE, prepare: (page) => page.locator('[data-pane=footsteps]').getByRole('button', { name: 'Delivery', exact: true }).click() }),
  ...both({ name: 'panel-pinned', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await footstep(page);
    await tab(page, 'Fields');
    await page.getByRole('treeitem', { name: 'Level' }).click();
    await page.getByRole('button', { name: 'Pin as column' }).click();
  } }),
  ...both({ name: 'panel-footstep-menu', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await footstep(page);
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('ArrowDown');
  } }),
  ...both({ name: 'panel-hex', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await footstep(page);
    await tab(page, 'Request');
    await page.getByRole('button', { name: 'Hex' }).click();
    await page.locator('pre').scrollIntoViewIfNeeded();
  } }),
  ...both({ name: 'panel-activity', query: 'surface=panel&data=visit', size: WIDE, prepare: async (page) => {
    await choose(page, 'Ada Lovelace');
    await page.getByText('Activity', { exact: true }).scrollIntoViewIfNeeded();
  } }),
  ...both({ name: 'panel-controls', query: 'surface=panel', size: WIDE, prepare: (page) => page.getByRole('button', { name: 'SDKs in this page' }).click() }),
  { name: 'narrow-filter', query: 'surface=panel', size: NARROW, prepare: (page) => page.getByRole('combobox', { name: 'Filter' }).fill('kind:error state:live') },
  { name: 'narrow-view-menu', query: 'surface=panel', size: NARROW, prepare: async (page) => {
    await choose(page, '9f3c51d0');
    await tab(page, 'Footsteps');
    await page.getByRole('button', { name: 'View' }).click();
  } },
  { name: 'narrow-controls', query: 'surface=panel', size: NARROW, prepare: async (page) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'SDKs in this page' }).click();
  } },
  { name: 'timeline-one', query: 'surface=panel&data=one', size: WIDE },
  ...both({ name: 'timeline-many', query: 'surface=panel&data=crowd', size: [1400, 760], prepare: async (page) => {
    await page.getByRole('combobox', { name: 'Which sessions to draw' }).selectOption('all');
    await page.locator('[aria-label="Sessions on the time axis"]').focus();
  } }),
  ...both({ name: 'timeline-tip', query: 'surface=panel&data=visit', size: WIDE, prepare: async (page) => {
    const lane = page.locator('[aria-label="Sessions on the time axis"] [role=row]', { hasText: '9f3c51d0' }).locator('svg').last();
    const box = await lane.boundingBox();
    if (box) await page.mouse.move(box.x + box.width * 0.315, box.y + 8);
  } }),
  { name: 'timeline-brush', query: 'surface=panel&data=visit', size: WIDE, prepare: async (page) => {
    const box = await page.locator('[role=columnheader][title]').last().boundingBox();
    if (!box) return;
    await page.mouse.move(box.x + box.width * 0.3, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 8, { steps: 4 });
    await page.mouse.up();
  } },
  ...both({ name: 'timeline-visits', query: 'surface=panel&data=visit', size: WIDE, prepare: async (page) => {
    await choose(page, 'Ada Lovelace');
    await page.getByRole('button', { name: /Same visit/ }).click();
  } }),
  { name: 'timeline-middle', query: 'surface=panel&data=visit', size: MIDDLE },
  { name: 'timeline-stack', query: 'surface=panel&data=visit', size: STACK, prepare: (page) => tab(page, 'Timeline') },
  { name: 'timeline-narrow', query: 'surface=panel&data=visit&theme=dark', size: NARROW, prepare: (page) => page.getByRole('tab', { name: 'Timeline' }).first().click() },
  { name: 'timeline-folded', query: 'surface=panel&data=visit', size: WIDE, prepare: (page) => page.getByRole('button', { name: 'Fold the timeline' }).click() },
  { name: 'panel-empty', query: 'surface=panel&data=empty', size: WIDE },
  { name: 'panel-forbidden', query: 'surface=panel&data=forbidden&theme=dark', size: WIDE },
  { name: 'panel-filtered-out', query: 'surface=panel', size: WIDE, prepare: (page) => page.getByRole('combobox', { name: 'Filter' }).fill('nothing like this') },
  { name: 'panel-filtered', query: 'surface=panel', size: WIDE, prepare: (page) => page.getByRole('combobox', { name: 'Filter' }).fill('basket -heartbeat') },
  ...both({ name: 'panel-filter-proposals', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await page.getByRole('combobox', { name: 'Filter' }).pressSequentially('basket rotated:');
    await page.keyboard.press('ArrowDown');
  } }),
  ...both({ name: 'panel-filter-wrong', query: 'surface=panel', size: WIDE, prepare: (page) => page.getByRole('combobox', { name: 'Filter' }).fill('state:live kind:eror basket') }),
  { name: 'panel-filter-saved', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await page.getByRole('combobox', { name: 'Filter' }).fill('kind:error OR status:>=400');
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('button', { name: 'Save this filter' }).click();
  } },
  ...both({ name: 'panel-help', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await page.getByRole('button', { name: 'Keyboard and words (?)' }).click();
    await page.getByRole('dialog').waitFor();
  } }),
  { name: 'panel-capture', query: 'surface=panel&theme=dark', size: WIDE, prepare: (page) => page.getByText('93 of 96 read').click() },
  ...both({ name: 'panel-imported', query: 'surface=panel&data=imported', size: WIDE, prepare: async (page) => page.getByRole('button', { name: 'All tabs' }).click() }),
  ...both({ name: 'panel-import', query: 'surface=panel&data=imported&done=1', size: WIDE, prepare: importSome }),
  { name: 'panel-import-empty', query: 'surface=panel', size: WIDE, prepare: async (page) => page.getByRole('button', { name: 'Import…' }).click() },
  { name: 'middle-import-running', query: 'surface=panel&data=imported&theme=dark', size: MIDDLE, prepare: importSome },
  { name: 'narrow-import', query: 'surface=panel&data=imported&done=1', size: NARROW, prepare: async (page) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Import…' }).click();
  } },
  { name: 'panel-export', query: 'surface=panel', size: WIDE, prepare: async (page) => {
    await choose(page, '9f3c51d0');
    await page.getByRole('button', { name: 'Export…' }).click();
  } },
  { name: 'middle-export', query: 'surface=panel&theme=dark', size: MIDDLE, prepare: async (page) => {
    await choose(page, '9f3c51d0');
    await page.getByRole('searchbox').or(page.getByRole('combobox', { name: /filter/i })).first().fill('state:live');
    await page.getByRole('button', { name: 'Export…' }).click();
  } },
  ...both({ name: 'middle-fields', query: 'surface=panel', size: MIDDLE, prepare: async (page) => {
    await footstep(page);
    await tab(page, 'Fields');
  } }),
  ...both({ name: 'stack-fields', query: 'surface=panel', size: STACK, prepare: async (page) => {
    await footstep(page);
    await tab(page, 'Fields');
  } }),
  { name: 'stack-empty', query: 'surface=panel&data=empty', size: STACK },
  ...both({ name: 'narrow-sessions', query: 'surface=panel', size: NARROW }),
  { name: 'narrow-footsteps', query: 'surface=panel', size: NARROW, prepare: async (page) => {
    await choose(page, '9f3c51d0');
    await page.keyboard.press('Tab');
    await tab(page, 'Footsteps');
  } },
  { name: 'narrow-details', query: 'surface=panel&theme=dark', size: NARROW, prepare: async (page) => {
    await choose(page, 'id made by the server');
    await tab(page, 'Details');
  } },
  ...both({ name: 'report-many', query: 'surface=report&data=report', size: REPORT, prepare: drawn }),
  ...both({ name: 'report-few', query: 'surface=report', size: REPORT, prepare: drawn }),
  ...both({ name: 'report-empty', query: 'surface=report&data=empty', size: REPORT }),
  ...both({ name: 'report-session', query: 'surface=report&data=report&range=week', size: REPORT, prepare: openFirst }),
  { name: 'report-footsteps', query: 'surface=report&data=report&range=week', size: REPORT, prepare: async (page) => {
    await drawn(page);
    await choose(page, '9f3c51d0');
    await page.getByRole('tab', { name: /^Footsteps/ }).click();
    await page.locator('[aria-label=Footsteps] [role=row]', { hasText: 'TypeError' }).first().click();
  } },
  { name: 'report-import', query: 'surface=report&data=imported', size: REPORT, prepare: async (page) => {
    await drawn(page);
    await page.getByRole('button', { name: 'Import…' }).click();
  } },
  ...both({ name: 'report-user', query: 'surface=report&data=report&user=ada%40example.com', size: REPORT, prepare: drawn }),
  ...both({ name: 'report-compare', query: `surface=report&data=report&${TWO}`, size: REPORT, prepare: compared }),
  { name: 'report-group', query: 'surface=report&data=report&group=release&range=month', size: REPORT, prepare: async (page) => {
    await drawn(page);
    for (const n of [0, 1, 2]) await page.locator(`#report-sessions-${n} svg`).first().click();
  } },
  { name: 'report-day', query: 'surface=report&data=report&range=day&theme=dark', size: REPORT, prepare: async (page) => {
    await drawn(page);
    await page.locator('[data-drawn]').hover({ position: { x: 700, y: 60 } });
  } },
  { name: 'report-custom', query: `surface=report&data=report&range=custom&from=${Date.UTC(2026, 10, 17)}&to=${Date.UTC(2026, 10, 19)}`, size: REPORT, prepare: drawn },
  { name: 'report-delete', query: 'surface=report&data=report', size: REPORT, prepare: async (page) => {
    await drawn(page);
    for (const n of [0, 1, 2, 6]) await page.locator('[data-index] input').nth(n).click();
    await page.getByRole('button', { name: 'Delete…' }).click();
  } },
  { name: 'report-export', query: 'surface=report&data=report&theme=dark', size: REPORT, prepare: async (page) => {
    await drawn(page);
    for (const n of [0, 1, 2]) await page.locator('[data-index] input').nth(n).click();
    await page.getByRole('button', { name: 'Export…' }).click();
  } },
  { name: 'report-filter-wrong', query: 'surface=report&data=report&filter=state%3Alive%20kind%3Aeror', size: REPORT, prepare: drawn },
  { name: 'report-filtered-out', query: 'surface=report&data=report&filter=nothing', size: REPORT },
  { name: 'report-search', query: 'surface=report&data=report&filter=kind%3Aerror', size: REPORT, prepare: async (page) => {
    await drawn(page);
    await page.getByRole('button', { name: 'Search footsteps' }).click();
  } },
  ...both({ name: 'report-narrow', query: 'surface=report&data=report', size: PAGE, prepare: drawn }),
  { name: 'report-narrow-session', query: 'surface=report&data=report', size: PAGE, prepare: openFirst },
  { name: 'report-narrow-compare', query: `surface=report&data=report&theme=dark&${TWO}`, size: PAGE, prepare: compared },
];
