import { startDevtools } from '../../lib/app/devtools.ts';

startDevtools('Footsteps', 'icon/32.png', 'panel.html');
