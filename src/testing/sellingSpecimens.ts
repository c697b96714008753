import type { Answer, Endpoint, Sends } from '../platform/contract.ts';
import { coachingContract } from '../selling/coaching/contract.ts';
import { forceContract } from '../selling/force/contract.ts';
import { paybackContract } from '../selling/payback/contract.ts';

type Make = <E extends Endpoint>(endpoint: E, input?: Sends<E>) => Promise<Answer<E>>;

/** One record of each kind of managing the force, made by the owner about the owner. */
export async function layOutSelling(
  make: Make,
  owner: { memberId: string },
  guest: { id: string },
  touchpoint: { id: string },
  canary: string,
) {
  const programme = await make(paybackContract.createProgramme, {
    body: { name: `${canary} programme`, outcome: 'spotted', orderBy: 'business', loadedRate: '50', marginShare: 0.4 },
  });
  const trained = await make(paybackContract.addSession, {
    params: { id: programme.id },
    body: {
      name: `${canary} session`,
      startsOn: '2026-01-10',
      endsOn: '2026-01-11',
      people: [{ memberId: owner.memberId, state: 'attended' }],
    },
  });
  const meeting = await make(coachingContract.planOneToOne, {
    params: { id: guest.id },
    body: { plannedOn: '2026-06-15' },
  });
  const ofMeeting = { params: { id: meeting.id } };
  const noted = await make(coachingContract.addNote, {
    ...ofMeeting,
    body: { body: `${canary} note`, touchpointId: touchpoint.id },
  });
  const agreed = await make(coachingContract.agree, {
    ...ofMeeting,
    body: { memberId: guest.id, what: `${canary} commitment`, dueOn: '2026-06-20' },
  });
  await make(coachingContract.rateSkill, {
    params: { id: guest.id },
    body: { saleType: 'commercial', stage: 'interest', rating: 3, seenIn: canary },
  });
  const territory = await make(forceContract.createTerritory, {
    body: { name: `${canary} territory`, rule: { countries: ['AT'] } },
  });
  const assignmentRule = await make(forceContract.createAssignmentRule, {
    body: { name: `${canary} rule`, what: 'opportunity', method: 'load', memberIds: [guest.id] },
  });
  const goals = await make(forceContract.setGoal, {
    body: { scope: 'territory', scopeId: territory.id, period: '2026-04-01', amount: '1000' },
  });
  const furtherCost = await make(forceContract.addFurtherCost, {
    body: { saleType: 'commercial', month: '2026-05-01', kind: 'travel', amount: '300', note: `${canary} cost` },
  });
  return {
    territory,
    furtherCost,
    assignmentRule,
    goal: goals.items[0]!,
    meeting,
    note: noted.notes[0]!,
    commitment: agreed.commitments[0]!,
    programme: trained,
    session: trained.waves[0]!,
    report: trained.report!,
  };
}
