import { mount } from '../../components/mount.ts';
import { Popup } from '../../components/popup/Popup.tsx';
import { hostTheme, isOfPrivateTab, popupTab } from '../../lib/app/page-host.ts';
import { createPopupServices } from '../../lib/app/popup-services.ts';
import { createPrivateServices } from '../../lib/app/private-services.ts';

const tabId = await popupTab(location.search);
mount(Popup, tabId !== null && (await isOfPrivateTab(tabId)) ? createPrivateServices({ tabId }) : createPopupServices({ tabId }), hostTheme);
