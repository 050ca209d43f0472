import { mount } from '../../components/mount.ts';
import { Popup } from '../../components/popup/Popup.tsx';
import { hostTheme, isOfPrivateTab, popupTab } from '../../lib/app/page-host.ts';
import { createPopupServices } from '../../lib/app/popup-services.ts';

const tabId = await popupTab(location.search);
mount(Popup, tabId !== null && (await isOfPrivateTab(tabId)) ? (await import('../../lib/app/private-services.ts')).createPrivateServices({ tabId }) : createPopupServices({ tabId }), hostTheme);
