import type { Answer, Endpoint, Sends } from '../platform/contract.ts';
import { paybackContract } from '../selling/payback/contract.ts';

type Make = <E extends Endpoint>(endpoint: E, input?: Sends<E>) => Promise<Answer<E>>;

/** One record of each kind of managing the force, made by the owner about the owner. */
export async function layOutSelling(make: Make, owner: { memberId: string }, canary: string) {
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
  return { programme: trained, session: trained.waves[0]!, report: trained.report! };
}
