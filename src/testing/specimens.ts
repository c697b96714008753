import { connect } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { layOutShopping } from './specimensOfShopping.ts';
import { writeLetter } from '../platform/mail.ts';
import { peopleContract } from '../people/contract.ts';
import { mergingContract } from '../people/merging/contract.ts';
import { plansContract } from '../ownership/plans/contract.ts';
import { playsContract } from '../ownership/plays/contract.ts';
import { handoffsContract } from '../ownership/handoffs/contract.ts';
import { packetFields } from '../ownership/handoff.ts';
import { promisesContract } from '../ownership/promises/contract.ts';
import { offeringsContract } from '../offerings/contract.ts';
import { closingContract } from '../purchase/closing/contract.ts';
import { purchaseContract } from '../purchase/contract.ts';
import { quotesContract } from '../purchase/quotes/contract.ts';
import { routeContract } from '../purchase/route/contract.ts';
import { relationshipContract } from '../relationship/contract.ts';
import { newSecret, secretHash } from '../platform/secret.ts';
import { usageSpecimens } from '../usage/specimens.testing.ts';
import { workspaceContract } from '../workspace/contract.ts';
import { importContract } from '../workspace/import/contract.ts';
import { circleContract } from '../usage/circle/contract.ts';
import { spottedContract } from '../usage/spotted/contract.ts';
import { call, send as sendRaw } from '../platform/client.ts';
import type { Answer, Endpoint, Sends } from '../platform/contract.ts';
import type { Cast } from './cast.ts';
import { layOutModels } from '../relationship/calibration/specimens.testing.ts';
import { layOutSchedule } from '../insight/schedules/specimens.testing.ts';
import { layOutSelling } from './sellingSpecimens.ts';
import type { World } from './world.ts';

/** A word that stands in every text of the first workspace: whoever is not of it and reads it, reads too much. */
export const canary = 'Canary';

/** One record of each kind in the first workspace, owned by its owner. */
export type Specimens = Awaited<ReturnType<typeof layOut>>;

const body = <T>(value: T) => ({ body: value });

export async function layOut(world: World, cast: Cast) {
  const owner = cast.roles.owner;
  const send = (url: string | URL | Request, init?: RequestInit) => {
    const request = new Request(url, init);
    for (const [name, value] of Object.entries(owner.headers)) request.headers.set(name, value);
    return world.fetch(request);
  };
  const make = <E extends Endpoint>(endpoint: E, input?: Sends<E>): Promise<Answer<E>> =>
    call({ base: 'http://127.0.0.1', fetch: send }, endpoint, input);

  const account = await make(
    peopleContract.createAccount,
    body({ name: `${canary} Industries`, ownerId: owner.memberId }),
  );
  const otherAccount = await make(
    peopleContract.createAccount,
    body({ name: `${canary} Other`, ownerId: owner.memberId }),
  );
  const deletedAccount = await make(
    peopleContract.createAccount,
    body({ name: `${canary} Gone`, ownerId: owner.memberId }),
  );
  await make(peopleContract.deleteAccount, { params: { id: deletedAccount.id } });
  const twin = await make(peopleContract.createContact, body({ name: `${canary} Twin`, ownerId: owner.memberId }));
  const kept = await make(peopleContract.createContact, body({ name: `${canary} Kept`, ownerId: owner.memberId }));
  const gone = await make(peopleContract.createContact, body({ name: `${canary} Kept too`, ownerId: owner.memberId }));
  await make(mergingContract.sayNotTheSame, body({ kind: 'contact' as const, id: twin.id, otherId: kept.id }));
  const merge = await call(
    { base: 'http://127.0.0.1', fetch: send },
    mergingContract.mergeContacts,
    { params: { id: kept.id }, body: { otherId: gone.id, otherVersion: gone.version } },
    { ifMatch: kept.version },
  );
  const contact = await make(
    peopleContract.createContact,
    body({ name: `${canary} Carla`, accountId: account.id, ownerId: owner.memberId }),
  );
  const deletedContact = await make(
    peopleContract.createContact,
    body({ name: `${canary} Clive`, ownerId: owner.memberId }),
  );
  await make(peopleContract.deleteContact, { params: { id: deletedContact.id } });
  const { affiliations } = await make(peopleContract.readContact, { params: { id: contact.id } });
  const bulk = await make(
    peopleContract.changeMany,
    body({ kind: 'account' as const, ids: [account.id], change: { action: 'add tag' as const, tag: canary } }),
  );
  const { touchpoint } = await make(
    relationshipContract.logTouchpoint,
    body({
      accountId: account.id,
      kind: 'call' as const,
      subject: `${canary} call`,
      nextStep: { what: `${canary} step`, dueAt: '2026-06-12T09:00:00Z' },
    }),
  );
  const nextSteps = await make(relationshipContract.listNextSteps);
  const done = await make(
    relationshipContract.logTouchpoint,
    body({ accountId: account.id, kind: 'call' as const, subject: `${canary} second call` }),
  );

  await make(relationshipContract.overridePosition, {
    params: { id: otherAccount.id },
    body: { position: 'peak', reason: `${canary} told me` },
  });

  const sale = (name: string) =>
    make(purchaseContract.createOpportunity, body({ name: `${canary} ${name}`, accountId: account.id }));
  const opportunity = await sale('sale');
  const deletedOpportunity = await sale('deleted sale');
  await make(purchaseContract.deleteOpportunity, { params: { id: deletedOpportunity.id } });
  const closing = await sale('lost sale');
  const lostOpportunity = await call(
    { base: 'http://127.0.0.1', fetch: send },
    purchaseContract.loseOpportunity,
    { params: { id: closing.id }, body: { reason: 'price', note: canary, approach: null } },
    { ifMatch: closing.version },
  );
  const promise = await make(promisesContract.makePromise, body({ accountId: account.id, what: `${canary} promise` }));
  const other = await make(promisesContract.makePromise, body({ accountId: account.id, what: `${canary} kept` }));
  const settledPromise = await call(
    { base: 'http://127.0.0.1', fetch: send },
    promisesContract.settlePromise,
    { params: { id: other.id }, body: { outcome: 'kept' } },
    { ifMatch: other.version },
  );

  const ofSale = { params: { id: opportunity.id } };
  const buyer = await make(purchaseContract.addTeamMember, { ...ofSale, body: { contactId: contact.id } });
  const step = await make(purchaseContract.addStep, {
    ...ofSale,
    body: { stage: 'interest', title: `${canary} step`, evidence: `${canary} evidence` },
  });
  const secondContact = await make(
    peopleContract.createContact,
    body({ name: `${canary} Second`, accountId: account.id, ownerId: owner.memberId }),
  );

  const spot = (what: string) =>
    make(spottedContract.noteSpotted, body({ accountId: account.id, what: `${canary} ${what}` }));
  const spotted = await spot('asks for a stand-by pump');
  const declined = await spot('wants figures on a screen');
  await make(spottedContract.declineSpotted, { params: { id: declined.id }, body: { reason: 'no budget' } });
  const joined = await spot('has no space for chemicals');
  // A colleague's note that was found to be the same; here both are the owner's.
  await connect(world.engine).asOwner((tx) =>
    tx.updateTable('spotted').set({ state: 'joined', first_id: spotted.id }).where('id', '=', joined.id).execute(),
  );
  const offering = await make(offeringsContract.createOffering, body({ name: `${canary} offering`, price: '100' }));
  const deletedOffering = await make(offeringsContract.createOffering, body({ name: `${canary} gone` }));
  await make(offeringsContract.deleteOffering, { params: { id: deletedOffering.id } });
  const exchangeRate = await make(
    offeringsContract.addExchangeRate,
    body({ currency: 'CHF', from: '2026-01-01', rate: '1.05', source: canary }),
  );
  const competitor = await make(closingContract.addCompetitor, {
    params: { id: closing.id },
    body: { name: `${canary} rival` },
  });
  /** A quote on a sale of its own, with a discount on its one line. */
  const quoted = async (discount: number) => {
    const { id, version } = await sale('quoted sale');
    const line = { name: `${canary} line`, quantity: '1', price: '100', discount };
    const connection = { base: 'http://127.0.0.1', fetch: send };
    await call(
      connection,
      purchaseContract.saveLines,
      { params: { id }, body: { lines: [line] } },
      { ifMatch: version },
    );
    return make(quotesContract.makeQuote, { params: { id }, body: { introduction: canary } });
  };
  const quote = await quoted(0);
  const dearQuote = await quoted(50);
  const askedQuote = await quoted(50);
  await make(quotesContract.askApproval, { params: { id: askedQuote.id }, body: { reason: `${canary} reason` } });
  const sent = await make(quotesContract.sendQuote, { params: { id: (await quoted(0)).id } });
  await make(routeContract.saveStop, {
    params: { id: otherAccount.id },
    body: { everyDays: 14, basedOn: 0, note: canary },
  });

  const act = <E extends Endpoint>(endpoint: E, input: Sends<E>, version: number): Promise<Answer<E>> =>
    call({ base: 'http://127.0.0.1', fetch: send }, endpoint, input, { ifMatch: version });
  const usage = await usageSpecimens(make, act, {
    canary,
    accountId: account.id,
    contactId: contact.id,
    ownerId: owner.memberId,
  });

  const edge = (kind: 'referral' | 'reference') =>
    make(
      circleContract.addInfluence,
      body({ kind, fromAccountId: account.id, toAccountId: otherAccount.id, evidence: `${canary} told us` }),
    );
  const influence = await edge('referral');
  const removedInfluence = await make(circleContract.removeInfluence, { params: { id: (await edge('reference')).id } });
  const ask = await make(
    circleContract.ask,
    body({ accountId: account.id, kind: 'referral' as const, anyway: `${canary} offered it` }),
  );
  const suggestion = { id: newId() };
  await connect(world.engine).asOwner((tx) =>
    tx
      .insertInto('influence_suggestion')
      .values({
        workspace_id: world.workspaces.first,
        id: suggestion.id,
        contact_id: contact.id,
        from_account_id: account.id,
        to_account_id: otherAccount.id,
        moved_on: '2026-06-01',
        evidence: `${canary} went there`,
        created_at: world.now(),
      })
      .execute(),
  );

  const team = await make(workspaceContract.createTeam, body({ name: `${canary} Team` }));
  const guest = await make(
    workspaceContract.addMember,
    body({ name: `${canary} Guest`, email: 'guest@example.org', role: 'seller' as const }),
  );
  /** Sales that were won, and the handoffs that they opened. */
  const won = async (name: string) => {
    const of = await make(peopleContract.createAccount, body({ name: `${canary} ${name}`, ownerId: owner.memberId }));
    const { id, version } = await make(
      purchaseContract.createOpportunity,
      body({ name: `${canary} won`, accountId: of.id }),
    );
    await call(
      { base: 'http://127.0.0.1', fetch: send },
      purchaseContract.winOpportunity,
      { params: { id }, body: { expectation: `${canary} soon` } },
      { ifMatch: version },
    );
    const { items } = await make(handoffsContract.listHandoffs, { query: { opportunity: id } });
    return make(handoffsContract.readHandoff, { params: { id: items[0]!.id } });
  };
  const openHandoff = await won('customer');
  const filled = await call(
    { base: 'http://127.0.0.1', fetch: send },
    handoffsContract.writePacket,
    {
      params: { id: openHandoff.id },
      body: { packet: Object.fromEntries(packetFields.map((field) => [field, 'none'])) },
    },
    { ifMatch: openHandoff.version },
  );
  const waiting = await won('waiting');
  const packed = await call(
    { base: 'http://127.0.0.1', fetch: send },
    handoffsContract.writePacket,
    { params: { id: waiting.id }, body: { packet: Object.fromEntries(packetFields.map((field) => [field, 'none'])) } },
    { ifMatch: waiting.version },
  );
  const offeredHandoff = await call(
    { base: 'http://127.0.0.1', fetch: send },
    handoffsContract.offerHandoff,
    { params: { id: waiting.id }, body: { farmerId: guest.id } },
    { ifMatch: packed.version },
  );

  const [plan] = (await make(plansContract.listPlans, { query: { account: openHandoff.accountId } })).items;
  const milestoneLink = await make(plansContract.linkMilestone, { params: { id: plan!.milestones[0]!.id } });
  const template = await make(
    plansContract.createTemplate,
    body({
      name: `${canary} template`,
      offering: null,
      saleType: null,
      firstValueDays: 20,
      steps: [{ title: `${canary} begin`, side: 'us' as const, afterDays: 1, needsAcceptance: false }],
    }),
  );
  const playRun = await make(playsContract.startPlay, body({ accountId: account.id, play: 'executive call' }));
  const alarm = { id: newId(), version: 1 };
  await connect(world.engine).asOwner((tx) =>
    tx
      .insertInto('alarm')
      .values({
        workspace_id: world.workspaces.first,
        id: alarm.id,
        account_id: account.id,
        member_id: owner.memberId,
        severity: 2,
        signals: JSON.stringify([]),
        dip: JSON.stringify({
          dip: 'bad',
          because: 'too deep',
          depth: 30,
          norm: { depth: 22, days: 90, n: 0, origin: 'shipped default' },
        }),
        probability: 0.7,
        threshold: 0.6,
        trust: 30,
        play: 'executive call',
        opened_at: world.now(),
        answer_by: world.now(),
        model_version: 'test',
        note: `${canary} note`,
        created_at: world.now(),
        updated_at: world.now(),
      })
      .execute(),
  );

  const token = await make(workspaceContract.createToken, body({ name: `${canary} token`, scopes: ['read'] }));
  const view = await make(
    workspaceContract.createView,
    body({ screen: 'accounts', name: `${canary} view`, search: {} }),
  );
  /** An import with a file and a plan, brought to a state without running it. */
  const imported = async (state: 'planned' | 'running' | 'done') => {
    const { id } = await make(importContract.createImport, body({}));
    const text = `Company\n${canary} from a file\n`;
    await make(importContract.addImportFile, { params: { id }, body: { name: `${canary}.csv`, size: text.length } });
    await sendRaw({ base: 'http://127.0.0.1', fetch: send }, importContract.uploadImportFile, {
      params: { id, number: 1 },
      raw: text,
    });
    await make(importContract.proposeImport, { params: { id }, body: {} });
    await connect(world.engine).asOwner((tx) => tx.updateTable('import').set({ state }).where('id', '=', id).execute());
    return make(importContract.readImport, { params: { id } });
  };
  const imports = {
    planned: await imported('planned'),
    running: await imported('running'),
    done: await imported('done'),
  };
  const reset = newSecret();
  const invitation = newSecret();
  await connect(world.engine).asOwner(async (tx) => {
    const until = new Date(world.now().getTime() + 60_000);
    const login = await tx
      .selectFrom('member')
      .select('login_id')
      .where('id', '=', cast.roles.reader.memberId)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('password_reset')
      .values({
        token_hash: secretHash(reset),
        login_id: login.login_id!,
        workspace_id: world.workspaces.first,
        created_at: world.now(),
        expires_at: until,
      })
      .execute();
    await tx
      .insertInto('invitation')
      .values({
        workspace_id: world.workspaces.first,
        id: newId(),
        member_id: guest.id,
        token_hash: secretHash(invitation),
        created_at: world.now(),
        expires_at: until,
      })
      .execute();
  });

  const letter = await connect(world.engine).asOwner((tx) =>
    writeLetter(
      tx,
      { workspaceId: world.workspaces.first, memberId: owner.memberId, now: world.now() },
      {
        about: 'test',
        to: { address: 'carla@example.org' },
        subject: `${canary} letter`,
        text: `${canary} text`,
      },
    ),
  );

  const shopping = await layOutShopping(
    (endpoint, input, ifMatch) =>
      call({ base: 'http://127.0.0.1', fetch: send }, endpoint, input, ifMatch === undefined ? {} : { ifMatch }),
    { accountId: account.id, touchpointId: touchpoint.id },
  );

  return {
    models: await layOutModels(world, account.id, owner.memberId),
    schedule: await layOutSchedule(world, make, owner.memberId, canary),
    letter,
    shopping,
    workspace: { id: world.workspaces.first },
    account: await make(peopleContract.readAccount, { params: { id: account.id } }),
    otherAccount,
    deletedAccount,
    twin,
    keptContact: kept,
    merge,
    contact: await make(peopleContract.readContact, { params: { id: contact.id } }),
    deletedContact,
    affiliation: affiliations[0]!,
    bulk,
    touchpoint,
    secondTouchpoint: done.touchpoint,
    nextStep: nextSteps.items[0]!,
    opportunity: await make(purchaseContract.readOpportunity, ofSale),
    promise,
    settledPromise,
    alarm,
    playRun,
    plan: plan!,
    milestoneSecret: milestoneLink.path.split('#')[1]!,
    template,
    handoff: filled,
    offeredHandoff,
    deletedOpportunity,
    lostOpportunity,
    buyer,
    step,
    secondContact,
    spotted,
    declined,
    joined,
    offering,
    deletedOffering,
    exchangeRate,
    competitor,
    quote,
    dearQuote,
    askedQuote,
    quoteSecret: sent.path.split('#')[1]!,
    influence,
    removedInfluence,
    ask,
    suggestion,
    ...usage,
    team,
    guest,
    token,
    view,
    imports,
    selling: await layOutSelling(make, owner, guest, touchpoint, canary),
    reset,
    invitation,
    owner: { id: owner.memberId, email: owner.email },
    seller: { id: cast.roles.seller.memberId, version: 1 },
  };
}
