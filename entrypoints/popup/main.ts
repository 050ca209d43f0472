import { mount } from '../../components/mount.ts';
import { Popup } from '../../components/popup/Popup.tsx';
import { beginTheme, isOfPrivateTab, popupTab } from '../../lib/app/page-host.ts';
import { createPopupServices, openPopupReader } from '../../lib/app/popup-services.ts';

const theme = beginTheme();
const reader = openPopupReader();
const tabId = await popupTab(location.search);
mount(Popup, tabId !== null && (await isOfPrivateTab(tabId)) ? (await import('../../lib/app/private-services.ts')).createPrivateServices({ tabId }) : await createPopupServices(reader, { tabId }), theme);
