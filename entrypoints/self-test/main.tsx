import { mount } from '../../components/mount.ts';
import { SelfTest } from '../../components/self-test/SelfTest.tsx';
import { hostTheme } from '../../lib/app/page-host.ts';
import { createPageServices } from '../../lib/app/page-services.ts';
import { canInspect, runSelfTest } from '../../lib/app/self-test.ts';

const site = new URLSearchParams(location.search).get('site') ?? '';

mount(() => <SelfTest site={site} canInspect={canInspect()} run={runSelfTest} />, createPageServices({ tabId: null }), hostTheme);
