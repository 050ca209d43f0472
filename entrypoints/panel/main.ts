import { mount } from '../../components/mount.ts';
import { Panel } from '../../components/panel/Panel.tsx';
import { hostTheme, isOfPrivateTab, panelTab } from '../../lib/app/page-host.ts';
import { createPageServices } from '../../lib/app/page-services.ts';
import { createPrivateServices } from '../../lib/app/private-services.ts';

const tabId = panelTab(location.search);
mount(Panel, tabId !== null && (await isOfPrivateTab(tabId)) ? createPrivateServices({ tabId }) : createPageServices({ tabId }), hostTheme);
