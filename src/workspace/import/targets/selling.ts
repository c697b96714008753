import { saleTypes } from '../../../relationship/vocabulary.ts';
import { accountReference, contactReference, note, owner, source, tags } from './commonFields.ts';
import { f, meaning, required, to, type Target } from './field.ts';

export const stages = ['interest', 'assessment', 'involvement', 'commitment', 'action'] as const;
export const outcomes = ['open', 'won', 'lost'] as const;
export const opportunity: Target = {
  name: 'opportunity',
  aliases: [
    'opportunities',
    'opportunity',
    'deals',
    'deal',
    'potentials',
    'pipeline',
    'sales pipeline',
    'verkaufschancen',
    'opportunités',
    'affaires',
    'oportunidades',
    'trattative',
    'kansen',
    'affärer',
  ],
  needs: [['name']],
  fields: [
    f(
      'name',
      'text',
      'name|deal name|opportunity name|potential name|title|deal title|deal|opportunity|bezeichnung|titel|nom de l affaire|nombre del negocio|nome della trattativa',
      required,
    ),
    accountReference('deal organization'),
    contactReference('deal contact person'),
    f(
      'stage',
      'choice',
      'stage|deal stage|sales stage|pipeline stage|phase|opportunity stage|verkaufsphase|étape|etapa|fase|stadium',
      {
        choices: stages,
        words: meaning({
          interest:
            'prospect|prospecting|new|engaging|engagement|qualification|qualified|qualified to buy|appointmentscheduled|appointment scheduled|qualifiedtobuy|lead in|contact made|qualifizierung|neu',
          assessment:
            'needs analysis|value proposition|id decision makers|perception analysis|needs defined|discovery|analysis|bedarfsanalyse',
          involvement:
            'demo scheduled|initial offer|presentationscheduled|presentation scheduled|demo|decision maker bought in|decisionmakerboughtin|präsentation',
          commitment:
            'proposal price quote|proposal made|proposal|quote|angebot|negotiation review|negotiation|negotiations started|verhandlung|proposition|négociation',
          action:
            'contractsent|contract sent|contract|closing|closed won|closedwon|won|gewonnen|gagné|ganado|closed lost|closedlost|lost|verloren|perdu|perdido',
        }),
      },
    ),
    f(
      'outcome',
      'choice',
      'outcome|status|deal status|forecast type|forecast category|won lost|result|ergebnis|résultat|resultado|esito',
      {
        choices: outcomes,
        words: meaning({
          open: 'pipeline|best case|commit|ongoing|offen|in progress|ouvert|abierto',
          won: 'true|closed won|closedwon|closed|gewonnen|gagné|ganado|vinto',
          lost: 'closed lost|closedlost|verloren|perdu|perdido|perso|omitted|deleted',
        }),
      },
    ),
    f(
      'amount',
      'money',
      'amount|value|deal value|deal amount|close value|total|price|betrag|wert|summe|auftragswert|montant|valeur|importe|valor|importo|valore|bedrag|belopp',
    ),
    f('currency', 'text', 'currency|deal currency|currency code|währung|devise|moneda|valuta'),
    f('expectedRevenue', 'money', 'expected revenue|weighted value|weighted amount|erwarteter umsatz'),
    f(
      'probability',
      'percent',
      'probability|deal probability|win probability|probability %|wahrscheinlichkeit|probabilité|probabilidad|probabilità',
    ),
    f(
      'openedOn',
      'date',
      'opened on|open date|engage date|created time|created|created on|creation date|created date|create date|deal created|deal created on|add time|erstellt am|eröffnet am|date de création|fecha de creación',
    ),
    f(
      'closedOn',
      'date',
      'closed on|closed date|close date actual|won time|lost time|deal closed on|won date|abgeschlossen am|gewonnen am',
    ),
    f(
      'expectedCloseOn',
      'date',
      'expected close|expected close date|closing date|close date|expected closing date|deal expected close date|abschlussdatum|erwarteter abschluss|date de clôture|fecha de cierre|data di chiusura',
    ),
    owner('deal owner|opportunity owner|potential owner|sales agent|potential owner id'),
    f('saleType', 'choice', 'sale type|type of sale|verkaufsart', { choices: saleTypes }),
    f('kind', 'choice', 'type|deal type|opportunity type|kind|typ', {
      choices: ['initial', 'transition', 'incremental', 'aftermarket', 'leveraged', 'renewal'],
      words: meaning({
        initial: 'new business|newbusiness|new customer|neugeschäft',
        incremental: 'existing business|existingbusiness|existing customer upgrade|upsell|cross sell|bestandsgeschäft',
        transition: 'existing customer replacement',
        renewal: 'verlängerung',
      }),
    }),
    f(
      'offering',
      'reference',
      'product|products|product name|offering|service|line item|deal products|produkt|produit|producto|prodotto',
      to('offering'),
    ),
    f('campaign', 'reference', 'campaign|campaign id|campaign name|primary campaign source|kampagne', to('campaign')),
    f('lossReason', 'text', 'lost reason|loss reason|closed lost reason|reason for loss|deal lost reason|verlustgrund'),
    f('nextStep', 'text', 'next step|next activity|nächster schritt'),
    source,
    tags,
    note,
  ],
};

export const order: Target = {
  name: 'order',
  aliases: [
    'orders',
    'order',
    'invoices',
    'invoice',
    'sales orders',
    'sales order',
    'purchases',
    'transactions',
    'bestellungen',
    'rechnungen',
    'aufträge',
    'commandes',
    'factures',
    'pedidos',
    'ordini',
  ],
  needs: [['at'], ['amount', 'offering', 'number']],
  fields: [
    f(
      'number',
      'text',
      'number|order number|invoice number|order no|invoice no|order id|rechnungsnummer|bestellnummer|auftragsnummer|numéro|número|numero',
    ),
    f(
      'at',
      'date',
      'date|order date|invoice date|ordered on|created time|purchase date|transaction date|bestelldatum|rechnungsdatum|date de commande|fecha',
      required,
    ),
    accountReference(),
    contactReference(),
    f('opportunity', 'reference', 'opportunity|opportunity id|deal|deal id', to('opportunity')),
    f('order', 'reference', 'sales order id|sales order|parent order|order reference', to('order')),
    f(
      'amount',
      'money',
      'amount|total|grand total|net total|order total|invoice total|gesamtbetrag|betrag|summe|montant|importe|importo',
    ),
    f('currency', 'text', 'currency|currency code|währung|devise|moneda|valuta'),
    f('status', 'text', 'status|invoice status|order status|statut|estado|stato'),
    f('dueOn', 'date', 'due date|due on|payment due|fällig am|échéance|vencimiento'),
    f('subject', 'text', 'subject|title|description|betreff|objet|asunto'),
    f('offering', 'reference', 'product|product name|item|sku|produkt|artikel', to('offering')),
    f('quantity', 'number', 'quantity|qty|units|menge|anzahl|quantité|cantidad|quantità'),
    owner('invoice owner|sales order owner|invoice owner id'),
    note,
  ],
};
