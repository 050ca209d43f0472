import type { Dissector } from './dissector.ts';

/** Every vendor, one line each, in alphabetical order. */
export const catalog: readonly Dissector[] = [];
