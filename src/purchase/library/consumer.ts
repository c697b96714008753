import type { StageLibrary } from '../stages.ts';

/** Closing seller, new product buyer: two or three steps within days or weeks. */
export const consumerLibrary: StageLibrary = {
  steps: [
    {
      id: 'consumer.demonstration',
      stages: ['interest', 'assessment', 'involvement'],
      title: 'Demonstrate',
      evidence: 'The buyer tried it and said what it is for',
      required: true,
    },
    {
      id: 'consumer.household',
      stages: ['assessment'],
      title: 'Meet everyone who decides',
      evidence: 'The others who decide were there or were heard',
      required: true,
      complexity: 'moderate',
    },
    {
      id: 'consumer.finance',
      stages: ['commitment'],
      title: 'Settle how it is paid',
      evidence: 'The buyer chose a way to pay',
      required: true,
      complexity: 'complex',
    },
    {
      id: 'consumer.offer',
      stages: ['commitment'],
      title: 'Make the offer',
      evidence: 'The buyer took the offer with its date',
      required: true,
    },
    {
      id: 'consumer.close',
      stages: ['action'],
      title: 'Close and reassure',
      evidence: 'The buyer signed and knows the cooling-off period',
      required: true,
    },
  ],
  guides: {
    interest: {
      skills: ['making people feel at ease'],
      strategies: ['start from the occasion that brought them'],
      knowledge: ['why people buy this now'],
      resources: ['appointment list'],
    },
    assessment: {
      skills: ['asking about life, not features'],
      strategies: ['find out who else decides'],
      knowledge: ['household situations', 'ways to pay'],
      resources: ['needs sheet'],
    },
    involvement: {
      skills: ['demonstrating with their hands, not yours'],
      strategies: ['let them imagine owning it'],
      knowledge: ['the product in daily use'],
      resources: ['demonstration model'],
    },
    commitment: {
      skills: ['making a clear offer', 'answering doubts'],
      strategies: ['one offer, one date, no tricks'],
      knowledge: ['price limits', 'alternatives they compare'],
      resources: ['offer sheet'],
    },
    action: {
      skills: ['asking for the decision'],
      strategies: ['reassure within the cooling-off period'],
      knowledge: ['cooling-off law', 'delivery times'],
      resources: ['contract', 'welcome message'],
    },
  },
};
