import { sql } from 'kysely';
import { nameKey } from '../../../people/keys.ts';
import { insertRows } from '../../../platform/database.ts';
import { newSecret } from '../../../platform/secret.ts';
import { segmentJob } from '../../../shopping/segments/job.ts';
import { demoKey } from '../keys.ts';
import { day } from '../story/calendar.ts';
import { broughtBy, campaigns, form, needSeen, segments } from '../story/targeting.ts';
import type { DemoLoad } from './load.ts';

/** Segments, suspects and prospects, campaigns with what they brought, a form with what came in, and who opted in. */
export async function addTargeting({ call, demo, ids, people, marks }: DemoLoad): Promise<void> {
  const now = call.now.getTime();
  const ours = { workspace_id: call.who.workspaceId };
  const made = { version: 1, created_at: call.now, updated_at: call.now };
  const noor = people.get('noor');
  const own = new Map([...segments, ...campaigns, form].map(({ key }) => [key, call.newId()]));
  const { rows: known } = await sql<{
    id: string;
    key: string;
  }>`select id, evidence_key as key from touchpoint where evidence_key like ${demoKey('%')}`.execute(call.db);
  const touchpoints = new Map(known.map(({ id, key }) => [key, id]));
  const touchpointOf = (key: string) => touchpoints.get(demoKey(key)) ?? null;
  const at = (time: number) => new Date(time).toISOString();

  await insertRows(
    call.db,
    'segment',
    segments.map((s) => ({
      ...ours,
      ...made,
      id: own.get(s.key),
      name: s.name,
      name_key: nameKey(s.name),
      description: s.description,
      kind: s.rule ? 'rule' : 'list',
      rule: s.rule,
      need: s.need,
      owner_id: noor,
      rule_version: 1,
      counted: s.rule ? 0 : 1,
    })),
  );
  const held = segments.flatMap((segment) =>
    demo.accounts
      .filter((account) => segment.holds(account))
      .map((account) => ({ segment, account, since: Math.max(account.createdAt, now - 500 * day) })),
  );
  await insertRows(
    call.db,
    'segment_member',
    held.map(({ segment, account, since }) => ({
      ...ours,
      segment_id: own.get(segment.key),
      account_id: ids.account.get(account.key),
      since: at(since),
    })),
  );

  const seen = held.flatMap(({ segment, account, since }) => {
    const need = needSeen(
      account,
      demo.touchpoints.filter((t) => t.at >= since),
    );
    return need && touchpointOf(need.touchpoint.key) ? [{ ...need, id: call.newId(), segment, account }] : [];
  });
  await insertRows(
    call.db,
    'prospect',
    seen.map((s) => ({
      ...ours,
      ...made,
      id: s.id,
      segment_id: own.get(s.segment.key),
      account_id: ids.account.get(s.account.key),
      since: at(s.touchpoint.at),
      preference: s.preference ? (s.preference.yes ? 'yes' : 'no') : 'unknown',
      preference_at: s.preference ? at(s.preference.touchpoint.at) : null,
    })),
  );
  await insertRows(
    call.db,
    'prospect_evidence',
    seen.flatMap((s) =>
      [
        { what: s.expressed ? 'need expressed' : 'need identified', touchpoint: s.touchpoint },
        ...(s.preference
          ? [{ what: s.preference.yes ? 'first choice' : 'not first choice', touchpoint: s.preference.touchpoint }]
          : []),
      ].map(({ what, touchpoint }) => ({
        ...ours,
        id: call.newId(),
        prospect_id: s.id,
        account_id: ids.account.get(s.account.key),
        what,
        touchpoint_id: touchpointOf(touchpoint.key),
        member_id: people.get(touchpoint.member),
        at: at(touchpoint.at),
        recorded_at: at(touchpoint.at),
      })),
    ),
  );

  await insertRows(
    call.db,
    'campaign',
    campaigns.map((c) => ({
      ...ours,
      ...made,
      id: own.get(c.key),
      name: c.name,
      name_key: nameKey(c.name),
      channel: c.channel,
      starts_on: at(now - c.from * day).slice(0, 10),
      ends_on: at(now - c.until * day).slice(0, 10),
      budget: c.budget,
      cost: c.cost,
      segment_id: own.get(c.segment),
      owner_id: noor,
      description: c.description,
    })),
  );
  const brought = campaigns.flatMap((campaign) =>
    broughtBy(campaign, demo, now).flatMap((touchpoint) =>
      touchpointOf(touchpoint.key) ? [{ campaign, touchpoint }] : [],
    ),
  );
  await insertRows(
    call.db,
    'campaign_touchpoint',
    brought.map(({ campaign, touchpoint }) => ({
      ...ours,
      campaign_id: own.get(campaign.key),
      touchpoint_id: touchpointOf(touchpoint.key),
      account_id: ids.account.get(touchpoint.account),
      at: at(touchpoint.at),
      how: 'person',
      member_id: noor,
      recorded_at: at(touchpoint.at),
    })),
  );
  await insertRows(
    call.db,
    'campaign_member',
    campaigns.flatMap((campaign) =>
      held
        .filter(({ segment }) => segment.key === campaign.segment)
        .flatMap(({ account }) => {
          const contact = demo.contacts.find((c) => c.account === account.key);
          const answer = brought.find(
            (b) => b.campaign === campaign && b.touchpoint.account === account.key,
          )?.touchpoint;
          const begun = at(now - campaign.from * day);
          return [
            {
              ...ours,
              id: call.newId(),
              campaign_id: own.get(campaign.key),
              account_id: ids.account.get(account.key),
              contact_id: contact ? ids.contact.get(contact.key) : null,
              state: answer ? 'responded' : 'reached',
              state_at: answer ? at(answer.at) : begun,
              touchpoint_id: answer ? touchpointOf(answer.key) : null,
              added_at: begun,
              version: 1,
            },
          ];
        }),
    ),
  );

  await insertRows(call.db, 'web_form', [
    {
      ...ours,
      ...made,
      id: own.get(form.key),
      key: newSecret().slice(0, 22),
      name: form.name,
      name_key: nameKey(form.name),
      title: form.title,
      intro: form.intro,
      button: form.button,
      thanks: form.thanks,
      fields: form.fields,
      touchpoint_kind: 'inquiry',
      segment_id: own.get(form.segment),
      campaign_id: own.get(form.campaign),
      owner_id: people.get('bastien'),
      consent: { channel: 'mail', purpose: 'marketing', text: form.consent },
      double_opt_in: false,
      sites: form.sites,
      active: true,
    },
  ]);
  const sent = brought
    .filter(({ campaign, touchpoint }) => campaign.key === form.campaign && touchpoint.kind === 'inquiry')
    .flatMap(({ touchpoint }) => {
      const contact =
        demo.contacts.find((c) => c.key === touchpoint.contacts[0]) ??
        demo.contacts.find((c) => c.account === touchpoint.account);
      return contact ? [{ touchpoint, contact }] : [];
    });
  await insertRows(
    call.db,
    'form_submission',
    sent.map(({ touchpoint, contact }) => ({
      ...ours,
      id: call.newId(),
      form_id: own.get(form.key),
      answers: {
        name: `${contact.given} ${contact.family}`,
        email: contact.email,
        city: contact.city,
        message: touchpoint.subject,
      },
      consent_text: form.consent,
      state: 'taken in',
      at: at(touchpoint.at),
      site: form.sites[0],
      account_id: ids.account.get(touchpoint.account),
      contact_id: ids.contact.get(contact.key),
      touchpoint_id: touchpointOf(touchpoint.key),
    })),
  );
  const optedIn = [...Map.groupBy(sent, ({ contact }) => contact.key).values()].map(([first]) => first!);
  await insertRows(call.db, 'consent', [
    ...optedIn.map(({ touchpoint, contact }) => ({
      ...ours,
      id: call.newId(),
      contact_id: ids.contact.get(contact.key),
      channel: 'mail',
      purpose: 'marketing',
      state: 'given',
      source: `Form “${form.name}”`,
      evidence: `${form.consent}\nTicked on ${form.sites[0]}`,
      touchpoint_id: touchpointOf(touchpoint.key),
      member_id: null,
      at: at(touchpoint.at),
      recorded_at: at(touchpoint.at),
    })),
    // Every third person at an organization said so on the phone; one of them thought better of it.
    ...demo.contacts
      .filter((c, i) => i % 3 === 0 && optedIn.every((o) => o.contact !== c))
      .flatMap((contact, i) => {
        const said = {
          ...ours,
          contact_id: ids.contact.get(contact.key),
          channel: 'mail',
          purpose: 'marketing',
          touchpoint_id: null,
          member_id: people.get(contact.owner),
        };
        const given = at(Math.max(contact.createdAt, now - 300 * day));
        return [
          {
            ...said,
            id: call.newId(),
            state: 'given',
            source: 'By phone',
            evidence: 'Wants to hear about new water rules',
            at: given,
            recorded_at: given,
          },
          ...(i === 4
            ? [
                {
                  ...said,
                  id: call.newId(),
                  state: 'withdrawn',
                  source: 'Unsubscribed by one click',
                  evidence: 'Hygiene letter',
                  member_id: null,
                  at: at(now - 180 * day),
                  recorded_at: at(now - 180 * day),
                },
              ]
            : []),
        ];
      }),
  ]);
  const kindOf = (key: string) =>
    key.startsWith('segment/') ? 'segment' : key.startsWith('campaign/') ? 'campaign' : 'web_form';
  marks.push(...[...own].map(([key, id]) => ({ key: demoKey(key), kind: kindOf(key), record_id: id })));
  call.enqueue(segmentJob, {});
}
