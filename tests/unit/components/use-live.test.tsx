// @vitest-environment happy-dom
import { act, cleanup, screen } from '@testing-library/preact';
import { useCallback, useState } from 'preact/hooks';
import { describe, expect, it, vi } from 'vitest';
import { useLive } from '../../../components/use-live.ts';
import { liveOf, type Live } from '../../../lib/base/observable.ts';
import { Source } from '../../fakes/app-services.ts';
import { draw } from '../../fakes/draw.tsx';

function Shown({ live, onDraw }: { readonly live: Live<number>; readonly onDraw?: () => void }) {
  const { value, error } = useLive(useCallback(() => live, [live]));
  onDraw?.();
  return <p>{error ? 'failed ' : ''}{value === undefined ? 'not known' : `value ${value}`}</p>;
}

describe('a live value', () => {
  it('is drawn at once, then at most every 100 ms, the last of a stream for sure', async () => {
    vi.useFakeTimers();
    const source = new Source(0);
    const onDraw = vi.fn<() => void>();
    draw(<Shown live={source} onDraw={onDraw} />);
    await act(async () => {
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(screen.getByText('value 0')).toBeTruthy();
    onDraw.mockClear();
    for (let i = 1; i <= 200; i++) {
      source.set(i);
      await act(async () => {
      await vi.advanceTimersByTimeAsync(5);
    });
    }
    expect(onDraw.mock.calls.length).toBeLessThanOrEqual(12);
    expect(onDraw.mock.calls.length).toBeGreaterThanOrEqual(8);
    await act(async () => {
      await vi.advanceTimersByTimeAsync(200);
    });
    expect(screen.getByText('value 200')).toBeTruthy();
  });
  it('is drawn less often where a picture takes long, and as before when it does not any more', async () => {
    vi.useFakeTimers();
    let pictureMs = 150;
    vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((then) => Number(setTimeout(() => then(performance.now()), pictureMs)));
    const source = new Source(0);
    const onDraw = vi.fn<() => void>();
    draw(<Shown live={source} onDraw={onDraw} />);
    const stream = async (): Promise<number> => {
      onDraw.mockClear();
      for (let i = 1; i <= 400; i++) {
        source.set(i);
        await act(async () => {
          await vi.advanceTimersByTimeAsync(5);
        });
      }
      return onDraw.mock.calls.length;
    };
    await stream();
    expect(await stream()).toBeLessThanOrEqual(6);
    pictureMs = 1;
    await stream();
    expect(await stream()).toBeGreaterThanOrEqual(16);
    vi.restoreAllMocks();
  });
  it('is drawn in one turn with others that change shortly after it', async () => {
    vi.useFakeTimers();
    const [one, two] = [new Source(0), new Source(0)];
    const drawn: (number | undefined)[][] = [];
    const Both = () => {
      const [a, b] = [useLive(useCallback(() => one, [])), useLive(useCallback(() => two, []))];
      drawn.push([a.value, b.value]);
      return null;
    };
    const pass = (ms: number) => act(async () => {
      await vi.advanceTimersByTimeAsync(ms);
    });
    draw(<Both />);
    await pass(200);
    drawn.length = 0;
    one.set(1);
    await pass(5);
    two.set(1);
    await pass(200);
    expect(drawn).toEqual([[1, 1]]);
  });
  it('that is known without asking is in the first drawing, which is the only one until it changes', async () => {
    vi.useFakeTimers();
    let tell: (value: number) => void = () => undefined;
    const live: Live<number> = {
      known: () => ({ value: 3 }),
      subscribe(next) {
        next(3);
        tell = next;
        return () => undefined;
      },
    };
    const drawn: (number | undefined)[] = [];
    const Asking = () => {
      drawn.push(useLive(useCallback(() => live, [])).value);
      return null;
    };
    const pass = () => act(async () => {
      await vi.advanceTimersByTimeAsync(200);
    });
    draw(<Asking />);
    await pass();
    expect(drawn).toEqual([3]);
    tell(4);
    await pass();
    expect(drawn).toEqual([3, 4]);
  });
  it('that has changed since it was drawn as known is drawn anew', async () => {
    const live: Live<number> = {
      known: () => ({ value: 3 }),
      subscribe(next) {
        next(4);
        return () => undefined;
      },
    };
    draw(<Shown live={live} />);
    expect(screen.getByText('value 3')).toBeTruthy();
    expect(await screen.findByText('value 4')).toBeTruthy();
  });
  it('is that of the present question, also where both are known without asking', () => {
    const drawn: (number | undefined)[] = [];
    const lives = [liveOf(1), liveOf(2)] as const;
    const Asking = () => {
      const [which, ask] = useState<0 | 1>(0);
      drawn.push(useLive(useCallback(() => lives[which], [which])).value);
      return <button type="button" onClick={() => ask(1)}>another</button>;
    };
    draw(<Asking />);
    act(() => screen.getByText('another').click());
    expect(drawn).toEqual([1, 2]);
  });
  it('that fails keeps what was known', async () => {
    let fail: (error: unknown) => void = () => undefined;
    const live: Live<number> = {
      subscribe(next, failed) {
        next(7);
        fail = failed ?? fail;
        return () => undefined;
      },
    };
    draw(<Shown live={live} />);
    await screen.findByText('value 7');
    fail(new Error('storage'));
    expect(await screen.findByText('failed value 7')).toBeTruthy();
  });
  it('is left when the component goes', async () => {
    const left = vi.fn<() => void>();
    draw(<Shown live={{ subscribe: () => left }} />);
    cleanup();
    await expect.poll(() => left.mock.calls.length).toBe(1);
  });
});
