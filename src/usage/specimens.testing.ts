import type { Answer, Endpoint, Sends } from '../platform/contract.ts';
import { assetContract } from './assets/contract.ts';
import { caseContract } from './cases/contract.ts';
import { orderContract } from './orders/contract.ts';

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
  return { of, ...(await caseSpecimens(make, act, of)), ...(await baseSpecimens(make, act, of)) };
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

async function baseSpecimens(make: Make, act: Act, { canary, accountId }: Of) {
  const entered = (subject: string) =>
    make(orderContract.addOrder, {
      body: { accountId, orderedOn: '2026-06-02', amount: '50', subject: `${canary} ${subject}` },
    });
  const order = await entered('order');
  const deletedOrder = await entered('deleted order');
  await make(orderContract.deleteOrder, { params: { id: deletedOrder.id } });
  const fit = await make(orderContract.startFit, { body: {} });
  const had = (name: string) => make(assetContract.addAsset, { body: { accountId, name: `${canary} ${name}` } });
  const asset = await had('plant');
  const deletedAsset = await had('old plant');
  await make(assetContract.deleteAsset, { params: { id: deletedAsset.id } });
  const agreed = (name: string) =>
    make(assetContract.addContract, {
      body: { accountId, name: `${canary} ${name}`, startedOn: '2025-06-01', periodMonths: 12, price: '100' },
    });
  const contract = await agreed('service');
  const toRenew = await agreed('care');
  const renewedContract = await act(
    assetContract.renewContract,
    { params: { id: toRenew.id }, body: {} },
    toRenew.version,
  );
  return { order, deletedOrder, fit, asset, deletedAsset, contract, renewedContract };
}
