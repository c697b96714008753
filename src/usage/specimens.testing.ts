import type { Answer, Endpoint, Sends } from '../platform/contract.ts';
import { caseContract } from './cases/contract.ts';

type Make = <E extends Endpoint>(endpoint: E, input?: Sends<E>) => Promise<Answer<E>>;
type Act = <E extends Endpoint>(endpoint: E, input: Sends<E>, version: number) => Promise<Answer<E>>;
interface Of {
  canary: string;
  accountId: string;
  contactId: string;
  ownerId: string;
}

/** One record of each kind of this phase, for the access test. */
export type UsageSpecimens = Awaited<ReturnType<typeof usageSpecimens>>;

export async function usageSpecimens(make: Make, act: Act, of: Of) {
  return { of, ...(await caseSpecimens(make, act, of)) };
}

async function caseSpecimens(make: Make, act: Act, { canary, ...whose }: Of) {
  const open = (subject: string) =>
    make(caseContract.createCase, { body: { subject: `${canary} ${subject}`, ...whose } });
  const request = await open('pump stands');
  const { path } = await make(caseContract.makeCaseLink, { params: { id: request.id } });
  const deletedRequest = await open('deleted');
  await make(caseContract.deleteCase, { params: { id: deletedRequest.id } });
  const toWait = await open('waits');
  const waitingRequest = await act(caseContract.waitForCustomer, { params: { id: toWait.id } }, toWait.version);
  const toSolve = await open('solved');
  const solvedRequest = await act(caseContract.solveCase, { params: { id: toSolve.id }, body: {} }, toSolve.version);
  const toMerge = await open('twice');
  const intoId = solvedRequest.id;
  const mergedRequest = await act(
    caseContract.mergeCase,
    { params: { id: toMerge.id }, body: { intoId } },
    toMerge.version,
  );
  const cannedAnswer = await make(caseContract.addCannedAnswer, {
    body: { name: `${canary} hello`, body: `${canary} text` },
  });
  const { level: serviceLevel } = await make(caseContract.readServiceLevel);
  return {
    request,
    caseSecret: path.split('#')[1]!,
    deletedRequest,
    waitingRequest,
    solvedRequest,
    mergedRequest,
    cannedAnswer,
    serviceLevel,
  };
}
