import type { Fault } from './try-input.ts';

/** What a thread is to do. `at`: four bytes in which it keeps the input that it is at, for whoever finds it stuck. */
export type Work = { readonly seed: string; readonly from: number; readonly to: number; readonly step: number; readonly at: SharedArrayBuffer };

export type Told =
  | { readonly type: 'fault'; readonly fault: Fault }
  | { readonly type: 'heap'; readonly bytes: number; readonly done: number }
  | { readonly type: 'end'; readonly done: number; readonly counts: { readonly [target: string]: number } };
