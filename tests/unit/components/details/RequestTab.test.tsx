// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { RequestTab } from '../../../../components/details/RequestTab.tsx';
import { demoDetails, demoFootstep, HOSTILE } from '../../../fakes/demo-footsteps.ts';
import { demoSession } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

const details = demoDetails(demoFootstep(demoSession('s'), 1, 0));
const KEY = '0123456789abcdef';
const TOKEN = 'LhhP1C9gijpSKCslHHCvwdSIz298twx271n1l6xw';

describe('keys', () => {
  it('are masked in headers, parameters and URL until somebody asks, and can be masked again', async () => {
    const { container } = draw(<RequestTab details={details} />);
    expect(container.innerHTML).not.toContain(KEY);
    expect(container.innerHTML).not.toContain(TOKEN);
    fireEvent.click(screen.getByRole('button', { name: 'Show masked keys' }));
    await expect.poll(() => container.textContent).toContain(TOKEN);
    expect(container.textContent).toContain(KEY);
    fireEvent.click(screen.getByRole('button', { name: 'Mask keys again' }));
    await expect.poll(() => container.innerHTML).not.toContain(TOKEN);
  });
});

describe('body', () => {
  it('is set out, or raw as it was sent', async () => {
    draw(<RequestTab details={details} />);
    expect(screen.getByLabelText('Body').textContent).toContain('\n  "event_id": "5f2c81d0"');
    fireEvent.click(screen.getByRole('button', { name: 'Raw' }));
    await expect.poll(() => screen.getByLabelText('Body').textContent).toMatch(/^{"event_id":"5f2c81d0",/);
  });
  it('hides base64 that says a secret, as text and as bytes, until it is shown', async () => {
    const inside = btoa(JSON.stringify({ token: 'zq93-secret' }));
    const bytes = new TextEncoder().encode(JSON.stringify({ cx: inside }));
    draw(<RequestTab details={{ ...details, decoded: { kind: 'bytes', bytes, encoding: null } }} />);
    for (const way of ['Pretty', 'Raw', 'Hex']) {
      fireEvent.click(screen.getByRole('button', { name: way }));
      await expect.poll(() => screen.getByRole('button', { name: way }).getAttribute('aria-pressed')).toBe('true');
      expect(screen.getByLabelText('Body').textContent.replace(/\s/g, '')).not.toContain(inside.slice(0, 12));
    }
    fireEvent.click(screen.getByRole('button', { name: 'Raw' }));
    fireEvent.click(screen.getByRole('button', { name: 'Show masked keys' }));
    await expect.poll(() => screen.getByLabelText('Body').textContent).toContain(inside);
  });
  it('of bytes hides the secrets in them until they are shown', async () => {
    const bytes = Uint8Array.from('\xff{"token":"zq93-secret"}', (char) => char.charCodeAt(0));
    draw(<RequestTab details={{ ...details, request: { ...details.request, url: 'https://c.example/', headers: [] }, decoded: { kind: 'bytes', bytes, encoding: null } }} />);
    const hex = (): string => screen.getByLabelText('Body').textContent;
    expect(hex()).toContain('••');
    expect(hex()).not.toContain('7a 71 39 33');
    fireEvent.click(screen.getByRole('button', { name: 'Show masked keys' }));
    await expect.poll(hex).toContain('7a 71 39 33');
  });
  it('that the browser hid says so', () => {
    const hidden = { kind: 'unavailable', reason: 'blob', size: null } as const;
    draw(<RequestTab details={{ ...details, body: hidden, decoded: hidden }} />);
    expect(screen.getByText(/^The browser does not show Blob bodies to extensions\..*page tap.*DevTools/)).toBeTruthy();
  });
  it('with markup stays text', () => {
    const bytes = new TextEncoder().encode(HOSTILE);
    const { container } = draw(<RequestTab details={{ ...details, decoded: { kind: 'bytes', bytes, encoding: null } }} />);
    expect(screen.getByLabelText('Body').textContent).toBe(HOSTILE);
    expect(container.querySelector('img, script')).toBeNull();
  });
});
