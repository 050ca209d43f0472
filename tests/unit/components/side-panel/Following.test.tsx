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
  const shownTab = new Source<{ id: number; isPrivate: boolean } | null>({ id: 3, isPrivate: false });
  draw(<Following shownTab={shownTab} servicesOf={({ id, isPrivate }) => fakeServices({ tabId: isPrivate ? 100 + id : id })} View={View} />, { tabId: null });
  fireEvent.click(await screen.findByText('tab 3'));
  expect(await screen.findByText('tab 3, chosen')).toBeTruthy();
  shownTab.set({ id: 4, isPrivate: true });
  expect(await screen.findByText('tab 104')).toBeTruthy();
  shownTab.set(null);
  expect(await screen.findByText('tab null')).toBeTruthy();
});
