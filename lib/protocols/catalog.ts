import type { Dissector } from './dissector.ts';
import { exceptionless } from './vendors/exceptionless/index.ts';
import { krenalis } from './vendors/krenalis.ts';
import { rudderstack } from './vendors/rudderstack.ts';
import { sentry } from './vendors/sentry/index.ts';
import { snowplow } from './vendors/snowplow/index.ts';

/** Every vendor, one line each, in alphabetical order. */
export const catalog: readonly Dissector[] = [exceptionless, krenalis, rudderstack, sentry, snowplow];
