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

const both = (shot: Shot): Shot[] => ['light', 'dark'].map((theme) => ({ ...shot, name: `${shot.name}-${theme}`, query: `${shot.query}&theme=${theme}` }));

export const SHOTS: readonly Shot[] = [
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
  ...both({ name: 'popup-empty', query: 'surface=popup&data=empty', size: POPUP }),
  { name: 'popup-paused', query: 'surface=popup&data=paused', size: POPUP },
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
  { name: 'panel-many', query: 'surface=panel&data=many', size: WIDE, prepare: async (page) => {
    await choose(page, '9f3c51d0');
    await page.locator('#footsteps-4999').waitFor();
    await page.locator('[aria-label=Footsteps][role=grid]').evaluate((grid) => grid.scrollTo(0, 40_000));
    await page.locator('#footsteps-1830').waitFor();
    await page.evaluate(() => (window as unknown as { append(count: number): void }).append(12));
    await page.getByText('12 new below').waitFor();
  } },
  ...both({ name: 'timeline-few', query: 'surface=panel&data=visit', size: WIDE, prepare: (page) => choose(page, 'Ada Lovelace') }),
  ...both({ name: 'panel-controls', query: 'surface=panel', size: WIDE, prepare: (page) => page.getByRole('button', { name: 'SDKs in this page' }).click() }),
  { name: 'narrow-controls', query: 'surface=panel', size: NARROW, prepare: (page) => page.getByRole('button', { name: 'SDKs in this page' }).click() },
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
  ...both({ name: 'panel-help', query: 'surface=panel', size: WIDE, prepare: (page) => page.keyboard.press('?') }),
  { name: 'panel-capture', query: 'surface=panel&theme=dark', size: WIDE, prepare: (page) => page.getByText('93 of 96 read').click() },
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
];
