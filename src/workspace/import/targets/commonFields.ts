import { f, to } from './field.ts';

export const owner = (aliases: string) =>
  f(
    'owner',
    'reference',
    `owner|owner name|assigned to|responsible|sales rep|representative|inhaber|besitzer|zuständig|verantwortlich|bearbeiter|propriétaire|responsable|propietario|proprietario|proprietário|eigenaar|ägare|${aliases}`,
    to('member'),
  );
export const createdAt = f(
  'createdAt',
  'datetime',
  'created time|created date|created at|create date|created on|date created|add time|created|creation date|erstellt am|erstellt|erstelldatum|date de création|créé le|fecha de creación|data di creazione|aangemaakt op|criado em',
);
export const note = f(
  'note',
  'text',
  'note|notes|description|comments|comment|remarks|beschreibung|notiz|notizen|bemerkung|kommentar|remarque|commentaires|descripción|notas|descrizione|opmerkingen|beskrivning|descrição',
);
export const source = f(
  'source',
  'text',
  'source|lead source|original source|channel of origin|how did you hear|quelle|herkunft|leadquelle|origine|origen|fuente|fonte|bron|källa|origem',
);
export const tags = f(
  'tags',
  'list',
  'tags|tag|labels|label|categories|schlagwörter|kategorien|étiquettes|etiquetas|etichette',
);
export const accountReference = (aliases = '') =>
  f(
    'account',
    'reference',
    `account|account name|account id|accountid|company|company name|company id|organization|organisation|organization name|customer|customer name|client|associated company|associated company ids|firma|unternehmen|kunde|kundenname|firmenname|société|entreprise|compte|empresa|cliente|cuenta|azienda|società|bedrijf|klant|företag|kund|${aliases}`,
    to('account'),
  );
export const contactReference = (aliases = '') =>
  f(
    'contact',
    'reference',
    `contact|contact name|contact id|contactid|contact person|person|primary contact|associated contact|associated contact ids|ansprechpartner|kontakt|kontaktperson|interlocuteur|contacto|contatto|contactpersoon|${aliases}`,
    to('contact'),
  );
export const opportunityReference = f(
  'opportunity',
  'reference',
  'opportunity|opportunity id|deal|deal id|deal name|potential|potentialid|potential id|verkaufschance|opportunité|oportunidad|trattativa|kans',
  to('opportunity'),
);
export const address = [
  f(
    'street',
    'text',
    'street|address|street address|billing street|mailing street|address line 1|straße|strasse|anschrift|adresse|rue|calle|dirección|via|indirizzo|straat|adres|gata',
  ),
  f('city', 'text', 'city|billing city|mailing city|town|stadt|ort|ville|ciudad|città|plaats|stad|cidade'),
  f(
    'region',
    'text',
    'state|state region|province|region|billing state|mailing state|bundesland|département|provincia|provincie|estado',
  ),
  f(
    'postalCode',
    'text',
    'postal code|zip|zip code|postcode|billing zip|billing postal code|mailing zip|plz|postleitzahl|code postal|código postal|cap',
  ),
  f('country', 'text', 'country|country region|billing country|mailing country|office location|land|pays|país|paese', {
    spelling: 'country',
  }),
];
