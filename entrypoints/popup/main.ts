import { mount } from '../../components/mount.ts';
import { Popup } from '../../components/popup/Popup.tsx';
import { takeOver } from '../../lib/app/popup-handover.ts';
import { createPopupServices } from '../../lib/app/popup-services.ts';

const { theme, about } = takeOver();
const found = await about;
mount(Popup, 'privateTab' in found ? (await import('../../lib/app/private-services.ts')).createPrivateServices({ tabId: found.privateTab }) : createPopupServices(found), theme);
