import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../platform/database.ts';
import { sendDue, writeLetter } from '../../platform/mail.ts';
import { openPostman, type Postman } from '../../platform/postman.ts';
import { openMailServer, type MailServer } from '../../testing/mailServer.testing.ts';
import { openWorld, type World } from '../../testing/world.ts';
import { workspaceContract } from '../contract.ts';
import { firstOwner, kim, visitor } from '../visitor.testing.ts';
import { mailContract } from './contract.ts';

let world: World;
let server: MailServer;
let postman: Postman;

beforeAll(async () => {
  server = await openMailServer();
  world = await openWorld({
    mail: { url: server.url, from: { address: 'crm@elmreath.example', name: null } },
    baseAddress: 'https://crm.elmreath.example',
  });
  postman = openPostman({ url: server.url, from: { address: 'crm@elmreath.example', name: null } });
});
beforeEach(async () => {
  await world.reset();
  server.behave();
});
afterEach(() => world.setNow('2026-06-11T09:00:00Z'));
afterAll(async () => {
  postman.close();
  await world.close();
  await server.close();
});

const database = () => connect(world.engine);
const deliver = () => sendDue(database(), postman, () => world.now());
const write = (letter: Partial<Parameters<typeof writeLetter>[2]> = {}) =>
  database().asOwner((tx) =>
    writeLetter(
      tx,
      { workspaceId: world.workspaces.first, memberId: null, now: world.now() },
      {
        about: 'test',
        to: { address: 'mara@kestrel.example', name: 'Mara' },
        subject: 'Hello',
        text: 'Good morning.',
        ...letter,
      },
    ),
  );
const stateOf = (id: string) =>
  database().asOwner((tx) => tx.selectFrom('mail').selectAll().where('id', '=', id).executeTakeFirstOrThrow());

describe('outgoing mail', () => {
  it('reaches the mail server once, and its text is kept no longer', async () => {
    const id = await write({ unsubscribeUrl: 'https://crm.elmreath.example/u/abc' });
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    const [received] = server.received;
    expect(received!.to).toEqual(['mara@kestrel.example']);
    expect(received!.text).toContain('Good morning.');
    expect(received!.text).toMatch(/^Message-ID: <[\w-]+@elmreath\.example>\r$/m);
    expect(received!.text).toContain('List-Unsubscribe: <https://crm.elmreath.example/u/abc>');
    expect(received!.text).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(await stateOf(id)).toMatchObject({ state: 'sent', body_text: null, attempts: 1 });
  });

  it('that was taken, but not noted before a crash, comes again under the same Message-ID', async () => {
    const id = await write();
    await deliver();
    await database().asOwner((tx) =>
      tx.updateTable('mail').set({ state: 'waiting', body_text: 'Good morning.' }).where('id', '=', id).execute(),
    );
    world.setNow('2026-06-11T09:06:00Z');
    await deliver();
    const ids = server.received.map(({ text }) => /^Message-ID: (.*)\r$/m.exec(text)![1]);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('waits when the server asks to come later, each time longer, and is laid aside after three days', async () => {
    const id = await write();
    server.behave({ recipient: () => ({ code: 451, message: 'busy' }) });
    expect(await deliver()).toEqual({ sent: 0, failed: 1 });
    expect(await stateOf(id)).toMatchObject({
      state: 'waiting',
      due_at: new Date('2026-06-11T09:01:00Z'),
      error: 'The mail server asks to try later (451).',
    });
    for (let hour = 0; hour < 120; hour++) {
      world.setNow(new Date(world.now().getTime() + 3_600_000));
      await deliver();
    }
    expect(await stateOf(id)).toMatchObject({ state: 'dead', attempts: 10 });
  });

  it('to an address that does not exist is laid aside at once, and the next letter flows', async () => {
    const bad = await write({ to: { address: 'nobody@kestrel.example' } });
    const good = await write();
    server.behave({
      recipient: (address) => (address.startsWith('nobody') ? { code: 550, message: 'no such user' } : null),
    });
    expect(await deliver()).toEqual({ sent: 1, failed: 1 });
    expect(await stateOf(bad)).toMatchObject({ state: 'dead' });
    expect(await stateOf(good)).toMatchObject({ state: 'sent' });
    const owner = await world.as('owner');
    expect((await owner.call(mailContract.listMail, { query: { state: 'dead' } })).items).toMatchObject([
      { to: 'nobody@kestrel.example', error: 'The mail server refuses this letter for good (550).' },
    ]);
    server.behave();
    await owner.call(mailContract.sendAgain, { params: { id: bad } });
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
  });

  it('survives a server that breaks off in the middle', async () => {
    const id = await write();
    server.behave({ hangUp: true });
    await deliver();
    expect(await stateOf(id)).toMatchObject({ state: 'waiting', attempts: 1 });
    server.behave();
    world.setNow('2026-06-11T09:02:00Z');
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
  });

  it('cannot be given a second header, whatever is typed', async () => {
    await write({
      subject: 'Hi\r\nBcc: spy@evil.example',
      to: { address: 'mara@kestrel.example', name: 'Mara\r\nBcc: spy@evil.example' },
      fromName: 'Us\nBcc: spy@evil.example',
    });
    await deliver();
    expect(server.received[0]!.to).toEqual(['mara@kestrel.example']);
    const head = server.received[0]!.text.split('\r\n\r\n')[0]!;
    expect(head.split('\r\n').filter((line) => /^bcc/i.test(line))).toEqual([]);
    await expect(write({ to: { address: 'mara@kestrel.example, spy@evil.example' } })).rejects.toThrow(
      'no e-mail address',
    );
    await expect(write({ to: { address: 'mara@kestrel.example\r\nRCPT TO:<spy@evil.example>' } })).rejects.toThrow(
      'no e-mail address',
    );
  });

  it('is seen by whoever sees to the members, and by nobody of another workspace', async () => {
    await write();
    expect(await (await world.as('owner')).call(mailContract.readOutbox)).toMatchObject({
      from: 'crm@elmreath.example',
      waiting: 1,
    });
    expect(await (await world.as('seller')).call(mailContract.readOutbox)).toMatchObject({ waiting: 0 });
    expect(await (await world.as('owner', { workspace: 'second' })).call(mailContract.readOutbox)).toMatchObject({
      waiting: 0,
    });
  });

  it('carries an invitation to whom it lets in', async () => {
    const owner = await firstOwner(world);
    const member = await owner.call(workspaceContract.addMember, {
      body: { name: 'Noor', email: 'noor@elmreath.example', role: 'seller' },
    });
    const link = await owner.call(workspaceContract.invite, { params: { id: member.id } });
    expect(link.mailed).toBe(true);
    await deliver();
    expect(server.received[0]!.to).toEqual(['noor@elmreath.example']);
    expect(server.received[0]!.text.replaceAll('=\r\n', '')).toContain(`https://crm.elmreath.example${link.path}`);
  });

  it('brings whoever forgot a password a link that works once, and tells a stranger nothing', async () => {
    await firstOwner(world);
    const somebody = visitor(world, { address: '198.51.100.9' });
    const ask = (email: string) => somebody.call(workspaceContract.askForPassword, { body: { email } });
    expect(await ask('nobody@example.org')).toEqual(await ask(kim.email));
    await vi.waitFor(async () => expect(await deliver()).toEqual({ sent: 1, failed: 0 }), { timeout: 5000 });
    const [letter] = server.received;
    expect(letter!.to).toEqual([kim.email]);
    const secret = /new-password#([\w-]+)/.exec(letter!.text.replaceAll('=\r\n', ''))![1]!;
    const use = (password: string) => somebody.call(workspaceContract.resetPassword, { body: { secret, password } });
    expect((await use('a stitch in time')).member.name).toBe(kim.name);
    await expect(use('saves nine of them')).rejects.toMatchObject({ status: 410 });

    // Nobody's mailbox is filled, and who is known shows not there either.
    for (const email of [kim.email, 'nobody@example.org']) {
      await ask(email);
      await expect(ask(email)).rejects.toMatchObject({ status: 429, code: 'too_many_attempts' });
    }
  });
});
