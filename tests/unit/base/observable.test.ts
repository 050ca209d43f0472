import { describe, expect, it, vi } from 'vitest';
import { begun, liveOf, type Live } from '../../../lib/base/observable.ts';

/** A live value that is told by hand. */
function byHand<T>() {
  let tell: ((value: T) => void) | undefined;
  let fail: ((error: unknown) => void) | undefined;
  const live: Live<T> = {
    subscribe(next, failed) {
      [tell, fail] = [next, failed];
      return () => undefined;
    },
  };
  return { live, isRead: () => tell !== undefined, tell: (value: T) => tell?.(value), fail: (error: unknown) => fail?.(error) };
}

describe('a live value that is begun', () => {
  it('is read before anybody asks, and gives who asks what is known in the same turn, then all that comes', async () => {
    const source = byHand<number>();
    const live = begun(source.live);
    expect(source.isRead()).toBe(true);
    source.tell(1);
    source.tell(2);
    await live.first;
    const [one, two]: [number[], number[]] = [[], []];
    const stop = live.subscribe((value) => one.push(value));
    live.subscribe((value) => two.push(value));
    expect([one, two]).toEqual([[2], [2]]);
    source.tell(3);
    stop();
    source.tell(4);
    expect([one, two]).toEqual([[2, 3], [2, 3, 4]]);
  });

  it('that nobody has told of says nothing, and its first value is not there', async () => {
    const live = begun(byHand<number>().live);
    const next = vi.fn<(value: number) => void>();
    live.subscribe(next);
    expect(await Promise.race([live.first.then(() => 'there'), Promise.resolve('not there')])).toBe('not there');
    expect(next).not.toHaveBeenCalled();
  });

  it('gives what is known to who does not subscribe, and nothing where it is not known or has failed', () => {
    const source = byHand<number>();
    const live = begun(source.live);
    expect(live.known?.()).toBeUndefined();
    source.tell(1);
    source.tell(2);
    expect(live.known?.()).toEqual({ value: 2 });
    source.fail('broken');
    expect(live.known?.()).toBeUndefined();
    source.tell(3);
    expect(live.known?.()).toEqual({ value: 3 });
    expect(liveOf(7).known?.()).toEqual({ value: 7 });
  });

  it('keeps what was known where it fails, and says the failure to those who come later too, until there is a value again', async () => {
    const source = byHand<number>();
    const live = begun(source.live);
    source.tell(1);
    source.fail('broken');
    const seen: unknown[] = [];
    live.subscribe((value) => seen.push(value), (error) => seen.push(error));
    expect(seen).toEqual([1, 'broken']);
    source.tell(2);
    const later: unknown[] = [];
    live.subscribe((value) => later.push(value), (error) => later.push(error));
    expect(later).toEqual([2]);
  });

  it('that fails first is no longer waited for', async () => {
    const source = byHand<number>();
    const live = begun(source.live);
    source.fail('broken');
    await live.first;
    const failed = vi.fn<(error: unknown) => void>();
    live.subscribe(() => undefined, failed);
    expect(failed).toHaveBeenCalledExactlyOnceWith('broken');
  });
});
