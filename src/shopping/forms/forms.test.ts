import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { connect } from '../../platform/database.ts';
import { newId } from '../../platform/ids.ts';
import { sendDue } from '../../platform/mail.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openMailServer, type MailServer } from '../../testing/mailServer.testing.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { campaignContract } from '../campaigns/contract.ts';
import { writeCampaignLetters } from '../campaigns/letters.api.ts';
import { consentContract } from '../consent/contract.ts';
import { segmentContract } from '../segments/contract.ts';
import { formContract as c, type WebForm } from './contract.ts';
import type { FormField } from './form.ts';
import { publicPages } from './pages.api.ts';

let world: World;
let server: MailServer;
let pages: ReturnType<typeof publicPages>;
let marketing: Person;
let owner: Person;
let address: string;

beforeAll(async () => {
  server = await openMailServer();
  world = await openWorld({
    mail: { url: server.url, from: { address: 'crm@elmreath.example', name: null } },
    baseAddress: 'https://crm.elmreath.example',
  });
  pages = publicPages(world.house.serving);
});
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  server.behave();
  address = `198.51.100.${Math.floor(world.now().getTime() % 200)}`;
  marketing = await world.as('marketing');
  owner = await world.as('owner');
});
afterAll(async () => {
  await world.close();
  await server.close();
});

const fields: FormField[] = [
  { key: 'name', label: 'Your name', kind: 'text', required: true, to: 'name' },
  { key: 'email', label: 'E-mail', kind: 'email', required: true, to: 'email' },
  { key: 'company', label: 'Company', kind: 'text', required: false, to: 'company' },
  { key: 'message', label: 'What do you need?', kind: 'long text', required: false, to: 'message' },
];
const make = (more: object = {}) =>
  marketing.call(c.createForm, {
    body: { name: 'Ask for a plant', title: 'Ask for a plant', fields, ownerId: owner.memberId, ...more },
  });
const send = (form: WebForm, answers: Record<string, string>, headers: Record<string, string> = {}) =>
  pages.forms.request(
    form.path.slice(2),
    {
      method: 'POST',
      body: new URLSearchParams({ _id: newId(), ...answers }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    },
    { address },
  );
const mara = {
  name: 'Mara Quill',
  email: 'Mara@kestrel.example',
  company: 'Kestrel Brewing',
  message: 'Water for 900 litres',
};
const accounts = async () => (await owner.call(peopleContract.listAccounts, {})).items;
const need = () =>
  marketing.call(segmentContract.createSegment, {
    body: {
      name: 'Breweries',
      need: 'Clean water',
      rule: { match: 'all', parts: [{ about: 'phase', in: ['shopping'] }] },
    },
  });
const deliver = () => sendDue(connect(world.engine), world.house.postman, () => world.now());

describe('a form on the web', () => {
  it('makes account, contact, touchpoint, consent, campaign answer and prospect in one go, and each opens', async () => {
    const segment = await need();
    const campaign = await marketing.call(campaignContract.createCampaign, {
      body: { name: 'Spring fair', budget: '1000', cost: '800' },
    });
    const form = await make({
      segmentId: segment.id,
      campaignId: campaign.id,
      consent: { channel: 'mail', purpose: 'marketing', text: 'You may write to me about water.' },
    });
    const answer = await send(form, { ...mara, _consent: 'yes' });
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('Thank you. We will be in touch.'),
    ]);
    const [account] = await accounts();
    expect(account).toMatchObject({
      name: 'Kestrel Brewing',
      kind: 'organization',
      domain: 'kestrel.example',
      ownerId: owner.memberId,
    });
    const [taken] = (await marketing.call(c.listSubmissions, { params: { id: form.id } })).items;
    expect(taken).toMatchObject({
      state: 'taken in',
      consented: true,
      account: { name: 'Kestrel Brewing' },
      contact: { name: 'Mara Quill' },
    });
    const touchpoint = await owner.call(relationshipContract.readTouchpoint, { params: { id: taken!.touchpointId! } });
    expect(touchpoint).toMatchObject({
      kind: 'inquiry',
      channel: 'web',
      initiator: 'them',
      subject: 'Ask for a plant',
      contacts: [{ name: 'Mara Quill' }],
    });
    const [standing] = (await owner.call(segmentContract.listNeeds, {})).items;
    expect(standing).toMatchObject({
      stage: 'prospect',
      account: { name: 'Kestrel Brewing' },
      segment: { name: 'Breweries' },
      signal: { touchpointId: touchpoint.id },
    });
    expect(
      (await owner.call(segmentContract.readProspect, { params: { id: standing!.prospectId! } })).evidence,
    ).toMatchObject([{ what: 'need expressed', touchpoint: { id: touchpoint.id } }]);
    const consent = await owner.call(consentContract.readConsent, { params: { id: taken!.contact!.id } });
    expect(consent.words).toMatchObject([
      {
        channel: 'mail',
        purpose: 'marketing',
        state: 'given',
        source: 'Form “Ask for a plant”',
        evidence: expect.stringContaining('You may write to me about water.'),
      },
    ]);
    const results = await owner.call(campaignContract.readCampaignResults, { params: { id: campaign.id } });
    expect(results.results).toMatchObject({ accounts: 1, prospects: { first: 1, last: 1, even: 1 } });
  });

  it('finds who is known by address or domain, and overwrites nothing', async () => {
    const known = await owner.call(peopleContract.createAccount, {
      body: {
        name: 'Kestrel & Sons',
        website: 'https://www.kestrel.example',
        city: 'Graz',
        contact: { name: 'M. Quill', emails: ['mara@kestrel.example'], title: 'Owner' },
      },
    });
    const form = await make();
    await send(form, mara);
    await send(form, { name: 'Jon', email: 'jon@kestrel.example' });
    expect(await accounts()).toMatchObject([
      { id: known.id, name: 'Kestrel & Sons', city: 'Graz', version: known.version },
    ]);
    const people = (await owner.call(peopleContract.listContacts, {})).items;
    expect(
      people.map((p) => [p.name, p.title, p.account?.name]).toSorted((a, b) => a[0]!.localeCompare(b[0]!)),
    ).toEqual([
      ['Jon', null, 'Kestrel & Sons'],
      ['M. Quill', 'Owner', 'Kestrel & Sons'],
    ]);
  });

  it('makes a household of somebody who writes from a private mailbox', async () => {
    await send(await make(), { name: 'Ana Lind', email: 'ana.lind@gmail.com' });
    expect(await accounts()).toMatchObject([{ name: 'Ana Lind', kind: 'household' }]);
  });

  it('sent twice counts once', async () => {
    const form = await make();
    const id = newId();
    await send(form, { ...mara, _id: id });
    await send(form, { ...mara, _id: id });
    expect((await marketing.call(c.listSubmissions, { params: { id: form.id } })).items).toHaveLength(1);
    expect((await accounts())[0]!.relationship!.touchpoints).toBe(1);
  });

  it('thanks a machine and keeps nothing of it, and slows whoever sends too much', async () => {
    const form = await make();
    const machine = await send(form, { ...mara, _url: 'https://spam.example' });
    expect(await machine.text()).toContain('Thank you');
    expect(await accounts()).toEqual([]);
    const states: number[] = [];
    for (let i = 0; i < 12; i++) states.push((await send(form, { name: '' })).status);
    expect(states).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
  });

  it('tells what is wrong beside the field, keeps what was typed, and shows it as text only', async () => {
    const answer = await send(await make(), { name: '<script>alert(1)</script>', email: 'nonsense' });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('Please write an e-mail address');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script>alert');
  });

  it('stands in the pages that it names, and in no other', async () => {
    const form = await make({ sites: ['https://www.kestrel.example'] });
    const answer = await pages.forms.request(form.path.slice(2));
    expect(answer.headers.get('content-security-policy')).toContain(
      "frame-ancestors 'self' https://www.kestrel.example",
    );
    expect((await send(form, mara, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    await marketing.call(c.changeForm, { params: { id: form.id }, body: { active: false } }, { ifMatch: form.version });
    expect((await pages.forms.request(form.path.slice(2))).status).toBe(404);
    expect((await send(form, mara)).status).toBe(404);
    expect(await accounts()).toEqual([]);
  });

  it('with a confirmation keeps a stranger out until the link in their mailbox was used', async () => {
    const form = await make({
      doubleOptIn: true,
      consent: { channel: 'mail', purpose: 'marketing', text: 'You may write to me.' },
    });
    expect(await (await send(form, { ...mara, _consent: 'yes' })).text()).toContain('look into your mailbox');
    expect(await accounts()).toEqual([]);
    await deliver();
    const link = /\/f(\/confirm\/[\w-]+)/.exec(server.received[0]!.text.replaceAll('=\r\n', ''))![1]!;
    // A mail scanner only looks.
    expect((await pages.forms.request(link)).status).toBe(200);
    expect(await accounts()).toEqual([]);
    expect(await (await pages.forms.request(link, { method: 'POST' })).text()).toContain('confirmed');
    expect(await accounts()).toHaveLength(1);
    expect((await pages.forms.request(link, { method: 'POST' })).status).toBe(410);
    const [taken] = (await marketing.call(c.listSubmissions, { params: { id: form.id } })).items;
    expect(
      (await owner.call(consentContract.readConsent, { params: { id: taken!.contact!.id } })).words[0]!.evidence,
    ).toContain('confirmed by a link in a mail');
  });
});

describe('a letter of a campaign', () => {
  it('goes to those who allowed it alone, and one click ends it', async () => {
    const account = await owner.call(peopleContract.createAccount, {
      body: { name: 'Kestrel Brewing', contact: { name: 'Mara', emails: ['mara@kestrel.example'] } },
    });
    await owner.call(peopleContract.createContact, {
      body: { name: 'Jon', emails: ['jon@kestrel.example'], accountId: account.id },
    });
    const [mara] = (await owner.call(peopleContract.listContacts, { query: { text: 'mara' } })).items;
    await owner.call(consentContract.noteConsent, {
      params: { id: mara!.id },
      body: { channel: 'mail', purpose: 'marketing', state: 'given', source: 'By phone' },
    });
    const campaign = await marketing.call(campaignContract.createCampaign, { body: { name: 'Summer' } });
    expect(
      (
        await marketing.call(campaignContract.addCampaignMembers, {
          params: { id: campaign.id },
          body: { accountIds: [account.id] },
        })
      ).added,
    ).toBe(2);
    const write = async (subject: string) => {
      await marketing.call(campaignContract.sendCampaignLetter, {
        params: { id: campaign.id },
        body: { subject, body: 'Cool water.' },
      });
      await writeCampaignLetters(connect(world.engine), world.house.serving);
      await deliver();
    };
    await write('Summer water');
    expect(server.received.map((r) => r.to)).toEqual([['mara@kestrel.example']]);
    expect(
      (await marketing.call(campaignContract.listCampaignLetters, { params: { id: campaign.id } })).items,
    ).toMatchObject([{ state: 'sent', sent: 1, skipped: 1 }]);
    expect(
      (await marketing.call(campaignContract.listCampaignTouchpoints, { params: { id: campaign.id } })).items,
    ).toMatchObject([{ kind: 'outreach', how: 'letter' }]);
    const stop = /List-Unsubscribe: <https:\/\/crm\.elmreath\.example\/u(\/[\w-]+)>/.exec(
      server.received[0]!.text.replaceAll(/\r\n[ \t]+/g, ' '),
    )![1]!;
    expect((await pages.unsubscribe.request(stop)).status).toBe(200);
    const oneClick = await pages.unsubscribe.request(stop, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://mail.example',
        'sec-fetch-site': 'cross-site',
      },
    });
    expect(await oneClick.text()).toContain('You get no more');
    const after = await owner.call(consentContract.readConsent, { params: { id: mara!.id } });
    expect(after.words[0]).toMatchObject({
      state: 'withdrawn',
      source: 'Unsubscribed by one click',
      evidence: 'Summer water',
    });
    server.behave();
    await write('More water');
    expect(server.received).toEqual([]);
  });
});
