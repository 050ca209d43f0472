import { mount } from '../../components/mount.ts';
import { Popup } from '../../components/popup/Popup.tsx';
import { hostTheme, popupTab } from '../../lib/app/page-host.ts';
import { createPopupServices } from '../../lib/app/popup-services.ts';

const tabId = await popupTab(location.search);
mount(Popup, createPopupServices({ tabId }), hostTheme);
