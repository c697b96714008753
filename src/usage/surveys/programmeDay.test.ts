import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { connect, wholeWorkspace } from '../../platform/database.ts';
import { newId } from '../../platform/ids.ts';
import { sendDue } from '../../platform/mail.ts';
import { openPostman, type Postman } from '../../platform/postman.ts';
import { systemCall } from '../../platform/serve.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openMailServer, type MailServer } from '../../testing/mailServer.testing.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { kinds } from '../../workspace/roles.ts';
import { surveyContract as api } from './contract.ts';
import { askByProgramme } from './surveys.api.ts';
import { usualProgramme } from './voice.ts';

let world: World;
let server: MailServer;
let postman: Postman;
let owner: Person;

beforeAll(async () => {
  server = await openMailServer();
  const mail = { url: server.url, from: { address: 'crm@elmreath.example', name: null } };
  world = await openWorld({ mail, baseAddress: 'https://crm.elmreath.example' });
  postman = openPostman(mail);
  owner = await world.as('owner');
});
afterAll(async () => {
  postman.close();
  await world.close();
  await server.close();
});

const day = () => systemCall(world.house.serving, wholeWorkspace(world.workspaces.first, kinds), askByProgramme);

it('the programme writes by itself to who agreed, once, and to nobody else', async () => {
  const { id: accountId } = await owner.call(peopleContract.createAccount, {
    body: { name: 'Halden', ownerId: owner.memberId },
  });
  const person = async (name: string) =>
    (
      await owner.call(peopleContract.createContact, {
        body: { name, accountId, emails: [`${name.toLowerCase()}@halden.example`] },
      })
    ).id;
  const agreed = await person('Ines');
  await person('Bo');
  await owner.call(relationshipContract.changePhase, {
    params: { id: accountId },
    body: { phase: 'usage', evidence: 'They use it' },
  });
  await world.engine.pool.query(
    `insert into consent (workspace_id, id, contact_id, channel, purpose, state, source, at, recorded_at) values ($1, $2, $3, 'mail', 'survey', 'given', 'by phone', $4, $4)`,
    [world.workspaces.first, newId(), agreed, world.now()],
  );
  expect(await day()).toBe(0); // left to people until somebody says otherwise
  const { version } = (await owner.call(api.readVoice)).programme;
  await owner.call(api.saveProgramme, { body: { ...usualProgramme, automatic: true, basedOn: version } });
  expect(await day()).toBe(1);
  expect(await day()).toBe(0);
  expect(await sendDue(connect(world.engine), postman, () => world.now())).toEqual({ sent: 1, failed: 0 });
  expect(server.received.map(({ to }) => to)).toEqual([['ines@halden.example']]);
  // Lines are broken softly on their way.
  expect(server.received[0]!.text.replaceAll('=\r\n', '')).toContain('https://crm.elmreath.example/survey#');
});
