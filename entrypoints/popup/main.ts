import { mount } from '../../components/mount.ts';
import { Popup } from '../../components/popup/Popup.tsx';
import { hostTheme, popupTab } from '../../lib/app/page-host.ts';
import { createPageServices } from '../../lib/app/page-services.ts';

const tabId = await popupTab(location.search);
mount(Popup, createPageServices({ tabId }), hostTheme);
