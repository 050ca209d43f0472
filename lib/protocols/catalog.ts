import type { Dissector } from './dissector.ts';
import { snowplow } from './vendors/snowplow/index.ts';

/** Every vendor, one line each, in alphabetical order. */
export const catalog: readonly Dissector[] = [snowplow];
