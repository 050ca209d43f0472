import { mount } from '../../components/mount.ts';
import { Panel } from '../../components/panel/Panel.tsx';
import { hostTheme, isOfPrivateTab, panelTab } from '../../lib/app/page-host.ts';
import { createPageServices } from '../../lib/app/page-services.ts';

const tabId = panelTab(location.search);
mount(Panel, tabId !== null && (await isOfPrivateTab(tabId)) ? (await import('../../lib/app/private-services.ts')).createPrivateServices({ tabId }) : createPageServices({ tabId }), hostTheme);
