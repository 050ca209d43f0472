// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { SelfTest, type SelfTestProps } from '../../../../components/self-test/SelfTest.tsx';
import { caseById } from '../../../../lib/view/self-test/cases.ts';
import type { Verdict } from '../../../../lib/view/self-test/judge.ts';
import type { Result } from '../../../../lib/view/self-test/results.ts';

afterEach(cleanup);

const result = (id: string, verdict: Verdict): Result => {
  const testCase = caseById(id);
  if (!testCase) throw new Error(`no case ${id}`);
  return { testCase, verdict };
};
const RESULTS = [
  result('fetch.string.top', { kind: 'exact', text: '200', by: 'network' }),
  result('fetch.blob.top', { kind: 'exact', text: '200', by: 'pageTap' }),
  result('worker.blob.top', { kind: 'explained', text: 'the browser hides it', by: null }),
  result('outcome.refused', { kind: 'unexplained', text: 'nothing was recorded', by: null }),
];

/** Draws the page, presses its button, and gives the options of each run. */
function started(run: SelfTestProps['run'], site = ' http://127.0.0.1:8000/ ') {
  render(<SelfTest site={site} canInspect={false} run={run} />);
  fireEvent.click(screen.getByRole('button', { name: 'Send everything' }));
}

describe('the self-test', () => {
  it('runs against the site as given, and shows each cell, each reason, and the count', async () => {
    const asked: { readonly site: string; readonly short: boolean }[] = [];
    started(({ site, short }) => {
      asked.push({ site, short });
      return Promise.resolve({ run: 'abc', results: RESULTS });
    });
    expect((await screen.findByText('2 exact, 1 explained, 1 unexplained')).getAttribute('role')).toBe('status');
    expect(asked).toEqual([{ site: 'http://127.0.0.1:8000', short: false }]);
    const row = (name: RegExp): string | undefined => screen.getByRole('row', { name }).textContent ?? undefined;
    expect(row(/^fetch string/)).toBe('fetchstringexact');
    expect(row(/^fetch blob/)).toBe('fetchblobexact, page tap');
    expect(row(/^worker blob/)).toBe('workerblobexplained');
    expect(row(/^outcome.refused/)).toBe('outcome.refusedunexplainednothing was recorded');
    expect(screen.getByText(/defect of the capture/)).toBeTruthy();
    expect(screen.getByText('the browser hides it')).toBeTruthy();
    expect(screen.getByRole('main').dataset).toMatchObject({ state: 'done', run: 'abc' });
  });

  it('says what it does meanwhile, and takes no second order', async () => {
    started(({ say }) => {
      say('Leaving a page');
      return new Promise(() => undefined);
    });
    expect(await screen.findByText('Leaving a page…')).toBeTruthy();
    expect((screen.getByRole('button', { name: 'Send everything' }) as HTMLButtonElement).disabled).toBe(true);
  });

  it('says why it failed, and can be run again', async () => {
    started(() => Promise.reject(new Error('The page did not load.')));
    expect((await screen.findByRole('alert')).textContent).toContain('The page did not load.');
    expect((screen.getByRole('button', { name: 'Send everything' }) as HTMLButtonElement).disabled).toBe(false);
  });

  it('asks for DevTools where they show more, and only there', () => {
    const asked: { readonly short: boolean; readonly devtools: boolean }[] = [];
    const run: SelfTestProps['run'] = ({ short, devtools }) => {
      asked.push({ short, devtools });
      return new Promise(() => undefined);
    };
    const { unmount } = render(<SelfTest site="http://127.0.0.1:8000" canInspect={false} run={run} />);
    expect(screen.getAllByRole('checkbox')).toHaveLength(1);
    unmount();
    render(<SelfTest site="http://127.0.0.1:8000" canInspect run={run} />);
    fireEvent.click(screen.getByRole('checkbox', { name: /DevTools/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Send everything' }));
    expect(asked).toEqual([{ short: false, devtools: true }]);
  });

  it('needs a site', () => {
    render(<SelfTest site="" canInspect={false} run={() => Promise.reject(new Error())} />);
    expect((screen.getByRole('button', { name: 'Send everything' }) as HTMLButtonElement).disabled).toBe(true);
  });
});
