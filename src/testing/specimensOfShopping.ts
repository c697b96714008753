import type { Answer, Endpoint, Sends } from '../platform/contract.ts';
import { shoppingContract as c } from '../shopping/contract.ts';

type Make = <E extends Endpoint>(endpoint: E, input?: Sends<E>, ifMatch?: number) => Promise<Answer<E>>;

/** One record of each kind of the first phase. */
export async function layOutShopping(
  make: Make,
  { accountId, touchpointId }: { accountId: string; touchpointId: string },
) {
  const segment = async (name: string) => {
    const made = await make(c.createSegment, { body: { name: `Canary ${name}`, need: 'Canary need' } });
    await make(c.addToSegment, { params: { id: made.id }, body: { accountIds: [accountId] } });
    return made;
  };
  const prospectIn = ({ id }: { id: string }) =>
    make(c.makeProspect, { body: { segmentId: id, accountId, need: 'expressed', touchpointId, note: 'Canary note' } });
  const first = await segment('segment');
  const second = await segment('second segment');
  const gone = await segment('deleted segment');
  await make(c.deleteSegment, { params: { id: gone.id } });
  const prospect = await prospectIn(first);
  const ending = await prospectIn(second);
  const endedProspect = await make(
    c.endProspect,
    { params: { id: ending.id }, body: { reason: 'Canary reason' } },
    ending.version,
  );
  const fields = [
    { key: 'name', label: 'Canary name', kind: 'text' as const, required: true, to: 'name' as const },
    { key: 'email', label: 'Canary mail', kind: 'email' as const, required: true, to: 'email' as const },
  ];
  const form = (name: string) =>
    make(c.createForm, { body: { name: `Canary ${name}`, title: 'Canary title', fields } });
  const deletedForm = await form('deleted form');
  await make(c.deleteForm, { params: { id: deletedForm.id } });
  const campaign = await make(c.createCampaign, { body: { name: 'Canary campaign' } });
  const deletedCampaign = await make(c.createCampaign, { body: { name: 'Canary deleted campaign' } });
  await make(c.deleteCampaign, { params: { id: deletedCampaign.id } });
  await make(c.addCampaignMembers, { params: { id: campaign.id }, body: { accountIds: [accountId] } });
  await make(c.attribute, { params: { id: campaign.id }, body: { touchpointIds: [touchpointId] } });
  const members = await make(c.listCampaignMembers, { params: { id: campaign.id } });
  return {
    segment: await make(c.readSegment, { params: { id: first.id } }),
    deletedSegment: gone,
    prospect,
    endedProspect,
    form: await form('form'),
    deletedForm,
    campaign,
    deletedCampaign,
    campaignMember: members.items[0]!,
  };
}
