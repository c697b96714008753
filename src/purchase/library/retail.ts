import { buyingStages, type StageGuide, type StageLibrary } from '../stages.ts';

const guide: StageGuide = {
  skills: ['friendly and quick service', 'knowing the range'],
  strategies: ['have it in sight and in stock', 'suggest what goes with it'],
  knowledge: ['prices and availability', 'what usually goes together'],
  resources: ['display', 'basket', 'stock list'],
};

/** Display seller, commodity buyer: one step that records all five stages. */
export const retailLibrary: StageLibrary = {
  steps: [{ id: 'retail.purchase', stages: buyingStages, title: 'Sell', evidence: 'The buyer paid', required: true }],
  guides: { interest: guide, assessment: guide, involvement: guide, commitment: guide, action: guide },
};
