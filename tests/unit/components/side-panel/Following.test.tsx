// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { expect, it } from 'vitest';
import { useServices } from '../../../../components/app-services.ts';
import { Following } from '../../../../components/side-panel/Following.tsx';
import { fakeServices, Source } from '../../../fakes/app-services.ts';
import { draw } from '../../../fakes/draw.tsx';

function View() {
  const { tabId } = useServices();
  const [chosen, choose] = useState(false);
  return <button type="button" onClick={() => choose(true)}>{`tab ${tabId}${chosen ? ', chosen' : ''}`}</button>;
}

it('shows the tab on screen, each after it anew, and says where there is none', async () => {
  const shownTab = new Source<number | null>(3);
  draw(<Following shownTab={shownTab} servicesOf={(tabId) => fakeServices({ tabId })} View={View} />, { tabId: null });
  fireEvent.click(await screen.findByText('tab 3'));
  expect(await screen.findByText('tab 3, chosen')).toBeTruthy();
  shownTab.set(4);
  expect(await screen.findByText('tab 4')).toBeTruthy();
  shownTab.set(null);
  expect(await screen.findByText('tab null')).toBeTruthy();
});
