import { keyboardCommands, openKeyboardCommands } from '../browser/keyboard-commands.ts';
import { canTap } from '../browser/page-tap-scripts.ts';
import { sendCommand } from '../browser/send-command.ts';
import type { EndpointTest, DiskUse, RecordedRequest, RedactionSample, RetentionForecast, VendorDefaults } from '../domain/options-views.ts';
import type { RequestId } from '../domain/request.ts';
import type { OwnEndpoint, Settings } from '../domain/settings.ts';
import type { RetentionLimits } from '../domain/stored-size.ts';

// With every dissector, so only when somebody asks.
const heavy = () => import('./options-work.ts');

/** What the options page needs beyond what all pages do. */
export const createOptionsServices = () => ({
  vendorDefaults: async (): Promise<readonly VendorDefaults[]> => (await heavy()).vendorDefaults,
  testEndpoint: async (endpoint: OwnEndpoint): Promise<EndpointTest> => (await heavy()).testEndpoint(endpoint),
  recentRequests: async (): Promise<readonly RecordedRequest[]> => (await heavy()).recentRequests(),
  previewRedaction: async (rules: Settings['redaction'], id: RequestId | null): Promise<RedactionSample> => (await heavy()).previewRedaction(rules, id),
  forecastRetention: async (limits: RetentionLimits): Promise<RetentionForecast> => (await heavy()).forecastRetention(limits),
  async diskUse(): Promise<DiskUse> {
    const { usage, quota } = await navigator.storage.estimate();
    return usage === undefined || quota === undefined ? null : { usage, quota };
  },
  keyboardCommands,
  openKeyboardCommands,
  resetSettings: (): Promise<void> => sendCommand({ type: 'resetSettings' }),
  hasPageTap: canTap(),
});
