import { mount } from '../../components/mount.ts';
import { Options } from '../../components/options/Options.tsx';
import { OptionsServicesProvider } from '../../components/options/options-services.ts';
import { createOptionsServices } from '../../lib/app/options-services.ts';
import { hostTheme } from '../../lib/app/page-host.ts';
import { createPageServices } from '../../lib/app/page-services.ts';

const services = createOptionsServices();

mount(() => <OptionsServicesProvider value={services}><Options /></OptionsServicesProvider>, createPageServices({ tabId: null }), hostTheme);
