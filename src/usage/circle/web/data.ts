import { readAgain } from '../../../web/api.ts';
import { circleContract as api } from '../contract.ts';

/** What is read again when something in the circle changed. */
export const readCircleAgain = () =>
  readAgain(
    api.readCircle,
    api.drawCircle,
    api.listInfluencers,
    api.listCountedSales,
    api.readAccountCircle,
    api.listInfluences,
    api.listToAsk,
    api.listAsks,
    api.listSuggestions,
  );

/** What the circle's screens hear. */
export const hears = { hears: ['influence', 'influence suggestion', 'ask', 'opportunity', 'workspace'] };
