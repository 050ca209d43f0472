import { mount } from '../../components/mount.ts';
import { Following } from '../../components/side-panel/Following.tsx';
import { SidePanel } from '../../components/side-panel/SidePanel.tsx';
import { hostTheme, sidePanelTab } from '../../lib/app/page-host.ts';
import { createSidePanelServices, withPrivacy } from '../../lib/app/side-panel-services.ts';

const { ofNone, of } = createSidePanelServices();
const shownTab = withPrivacy(sidePanelTab(location.search));

mount(() => <Following shownTab={shownTab} servicesOf={of} View={SidePanel} />, ofNone, hostTheme);
