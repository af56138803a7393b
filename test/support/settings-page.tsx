// The settings page in HubSpot's own renderer, and what a user does on it.
import { Button, Input, LoadingSpinner, NumberInput, Select } from '@hubspot/ui-extensions';
import { expect, vi } from 'vitest';
import { SettingsPage } from '#app-manifest/src/app/settings/settings-page.tsx';
import { PATIENT, renderSettings, type Scene } from './hubspot-page.tsx';
import { PORTAL } from './web.ts';

export const MARKETING = { userId: 301, userEmail: 'marketing.lead@our-company.example' };
export const SALES = { userId: 302, userEmail: 'sales.lead@our-company.example' };

export type Page = ReturnType<typeof renderSettings>;

/** As the user sees it, once it has loaded. */
export async function showSettings(web: Scene['web'], user: Scene['user']): Promise<Page> {
  const page = renderSettings({ web, portalId: PORTAL, user });
  page.render(<SettingsPage />);
  await page.waitFor(() => expect(page.maybeFind(LoadingSpinner)).toBeNull(), PATIENT);
  return page;
}

export const textOf = (page: Page): string => page.getRootNode().toString();
export const button = (page: Page, label: string) => page.find(Button, (node) => node.text === label);
export const labels = (page: Page): readonly (string | null)[] =>
  page.findAll(Button).map(({ text }) => text);

/** Clicks, and waits for what the page tells of it. */
export async function click(page: Page, label: string): Promise<{ type?: string; message: string }> {
  const before = page.mocks.actions.addAlert.calls.length;
  button(page, label).trigger('onClick');
  return toldNext(page, before);
}

/** The renderer looks again only when its tree has changed, and an alert is no part of it. */
export async function toldNext(page: Page, before: number): Promise<{ type?: string; message: string }> {
  const { calls } = page.mocks.actions.addAlert;
  await vi.waitFor(() => expect(calls.length).toBe(before + 1), { timeout: PATIENT.timeoutInMs });
  await page.waitFor(() => expect(page.maybeFind(LoadingSpinner)).toBeNull(), PATIENT);
  return calls.at(-1)?.[0] as { type?: string; message: string };
}

/** Fills a field, and waits until the page shows it. */
export async function fill(page: Page, name: string, value: string | number): Promise<void> {
  const field = () =>
    [Input, NumberInput, Select].flatMap((kind) => page.findAll(kind as typeof Input, { name }))[0];
  field()?.trigger('onChange', value as never);
  await page.waitFor(() => expect(field()?.props.value).toBe(value), PATIENT);
}
