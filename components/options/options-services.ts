import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { DiskUse, EndpointTest, KeyboardCommand, RecordedRequest, RedactionSample, RetentionForecast, VendorDefaults } from '../../lib/domain/options-views.ts';
import type { RequestId } from '../../lib/domain/request.ts';
import type { OwnEndpoint, Settings } from '../../lib/domain/settings.ts';
import type { RetentionLimits } from '../../lib/domain/stored-size.ts';

/** What the options page needs beyond what all pages do. What loads dissectors, or looks through the store, is asked for and answered later. */
export type OptionsServices = {
  readonly vendorDefaults: () => Promise<readonly VendorDefaults[]>;
  readonly testEndpoint: (endpoint: OwnEndpoint) => Promise<EndpointTest>;
  /** The newest stored requests. */
  readonly recentRequests: () => Promise<readonly RecordedRequest[]>;
  /** A stored request, or a made-up one, before and after redaction. */
  readonly previewRedaction: (rules: Settings['redaction'], id: RequestId | null) => Promise<RedactionSample>;
  readonly forecastRetention: (limits: RetentionLimits) => Promise<RetentionForecast>;
  readonly diskUse: () => Promise<DiskUse>;
  readonly keyboardCommands: () => Promise<readonly KeyboardCommand[]>;
  /** Opens the browser's own page for keyboard commands. */
  readonly openKeyboardCommands: () => Promise<void>;
  /** Writes the defaults over whatever is stored, also what a newer version wrote. */
  readonly resetSettings: () => Promise<void>;
  /** Whether bodies are hidden in this browser, so that the page tap has something to do. */
  readonly hasPageTap: boolean;
};

const Context = createContext<OptionsServices | null>(null);
export const OptionsServicesProvider = Context.Provider;

export function useOptionsServices(): OptionsServices {
  const services = useContext(Context);
  if (!services) throw new Error('the options page needs an OptionsServicesProvider around it');
  return services;
}
