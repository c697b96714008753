import { peopleContract } from '../../../people/contract.ts';
import { relationshipContract } from '../../../relationship/contract.ts';
import { readAgain } from '../../../web/api.ts';
import { queries } from '../../../web/queries.ts';
import { momentContract } from '../../moment/contract.ts';
import { assetContract as api } from '../contract.ts';

/** Whatever shows the installed base, contracts or renewals, after something was changed. */
export async function readBaseAgain(): Promise<void> {
  await Promise.all([
    readAgain(
      api.listAssets,
      api.listContracts,
      api.renewals,
      momentContract.readMoment,
      momentContract.listOpenings,
      relationshipContract.today,
      peopleContract.readAccount,
    ),
    queries.invalidateQueries({ queryKey: ['account'] }),
  ]);
}
