import { mount } from '../../components/mount.ts';
import { Panel } from '../../components/panel/Panel.tsx';
import { hostTheme, panelTab } from '../../lib/app/page-host.ts';
import { createPageServices } from '../../lib/app/page-services.ts';

mount(Panel, createPageServices({ tabId: panelTab(location.search) }), hostTheme);
