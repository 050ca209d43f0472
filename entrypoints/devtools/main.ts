import { addPanel } from '../../lib/app/page-host.ts';

void addPanel('Footsteps', 'icon/32.png', 'panel.html');
