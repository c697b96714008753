import { phases } from '../../../relationship/vocabulary.ts';
import { accountReference, address, createdAt, note, owner, source, tags } from './commonFields.ts';
import { f, meaning, required, to, type Target } from './field.ts';

export const standings = ['suspect', 'prospect', 'disqualified'] as const;

export const account: Target = {
  name: 'account',
  aliases: [
    'accounts',
    'account',
    'companies',
    'company',
    'organizations',
    'organisations',
    'customers',
    'clients',
    'firmen',
    'unternehmen',
    'kunden',
    'sociétés',
    'entreprises',
    'comptes',
    'empresas',
    'cuentas',
    'aziende',
    'bedrijven',
    'företag',
  ],
  needs: [['name', 'domain']],
  fields: [
    f(
      'name',
      'text',
      'name|account|account name|company|company name|organization|organisation|organization name|customer|customer name|business name|legal name|client|firma|firmenname|unternehmen|kundenname|kunde|raison sociale|société|entreprise|nom de la société|nom du compte|empresa|nombre de la empresa|razón social|azienda|ragione sociale|bedrijf|bedrijfsnaam|företag|företagsnamn',
      required,
    ),
    f('kind', 'choice', 'account kind|party type', {
      choices: ['organization', 'household'],
      words: meaning({ organization: 'company|business|b2b', household: 'person|individual|consumer|person account' }),
    }),
    f(
      'domain',
      'url',
      'website|web site|domain|company domain|company domain name|website url|url|homepage|web|internet|webseite|site web|sitio web|página web|sito web|webbplats|site',
    ),
    f(
      'industry',
      'text',
      'industry|sector|branch|vertical|branche|secteur|secteur d activité|sector industrial|industria|settore|bransch|setor',
      { spelling: 'industry' },
    ),
    f(
      'phone',
      'phone',
      'phone|phone number|main phone|telephone|company phone|telefon|telefonnummer|téléphone|teléfono|telefono|telefoon|telefone',
    ),
    f('email', 'email', 'email|e-mail|email address|mail|company email'),
    ...address,
    owner(
      'account owner|company owner|organization owner|lead owner|account manager|kundenbetreuer|firmeninhaber|account owner id|lead owner id',
    ),
    f(
      'parent',
      'reference',
      'parent|parent account|parent company|parent account id|subsidiary of|parent company id|muttergesellschaft|konzern|société mère|empresa matriz',
      to('account'),
    ),
    f(
      'phase',
      'choice',
      'phase|lifecycle stage|lifecycle phase|account type|type|relationship|customer status|kundenstatus|kundentyp|type de compte|tipo de cuenta',
      {
        choices: phases,
        words: meaning({
          shopping:
            'subscriber|lead|suspect|prospect|interessent|target|marketing qualified lead|marketingqualifiedlead',
          purchase: 'sales qualified lead|salesqualifiedlead|opportunity|active buyer',
          ownership: 'new customer|onboarding|neukunde',
          usage: 'customer|client|kunde|customer direct|customer channel|evangelist|advocate|bestandskunde',
        }),
      },
    ),
    f(
      'standing',
      'choice',
      'standing|lead status|lead stage|qualification|leadstatus|statut de la piste|estado del lead',
      {
        choices: standings,
        words: meaning({
          suspect: 'not contacted|attempted to contact|new|open|open not contacted|lost lead|cold|bad timing|neu',
          disqualified: 'unqualified|junk lead|junk|closed not converted',
          prospect:
            'contacted|contact in future|pre qualified|in progress|connected|open deal|qualified|working contacted|closed converted|warm|hot|kontaktiert|qualifiziert',
        }),
      },
    ),
    f(
      'employees',
      'number',
      'employees|number of employees|no of employees|employee count|company size|mitarbeiter|mitarbeiterzahl|effectif|empleados|dipendenti|medewerkers',
    ),
    f(
      'revenue',
      'money',
      'revenue|annual revenue|turnover|umsatz|jahresumsatz|chiffre d affaires|ingresos|fatturato|omzet',
    ),
    f(
      'founded',
      'number',
      'founded|year founded|year established|established|gründungsjahr|année de création|año de fundación',
    ),
    source,
    tags,
    note,
    createdAt,
  ],
};

export const contact: Target = {
  name: 'contact',
  aliases: [
    'contacts',
    'contact',
    'people',
    'persons',
    'leads',
    'lead',
    'address book',
    'kontakte',
    'personen',
    'ansprechpartner',
    'personnes',
    'pistes',
    'contactos',
    'contatti',
    'contacten',
    'kontakter',
  ],
  needs: [['name', 'lastName', 'firstName', 'email']],
  fields: [
    f(
      'name',
      'text',
      'name|full name|contact name|contact|person|person name|display name|lead name|vollständiger name|anzeigename|nom complet|nombre completo|nome completo|volledige naam',
    ),
    f(
      'firstName',
      'text',
      'first name|given name|firstname|forename|vorname|prénom|nombre|nome|voornaam|förnamn|primeiro nome|imię',
    ),
    f(
      'lastName',
      'text',
      'last name|surname|family name|lastname|nachname|familienname|nom|nom de famille|apellido|apellidos|cognome|achternaam|efternamn|sobrenome|nazwisko',
    ),
    f(
      'email',
      'email',
      'email|e-mail|email address|e-mail address|mail|primary email|work email|person email|email - work|e-mail 1 value|emailadresse|e-mail-adresse|courriel|adresse e-mail|correo|correo electrónico|posta elettronica|e-post|e-mailadres',
    ),
    f(
      'email2',
      'email',
      'secondary email|email 2|other email|private email|email - home|e-mail 2 value|additional email addresses|zweite e-mail',
    ),
    f(
      'phone',
      'phone',
      'phone|phone number|work phone|business phone|telephone|phone - work|phone 1 value|office phone|telefon|telefonnummer|téléphone|teléfono|telefono|telefoon|telefone|tel',
    ),
    f(
      'mobile',
      'phone',
      'mobile|mobile phone|cell|cell phone|mobile phone number|phone - mobile|handy|mobiltelefon|mobil|portable|móvil|celular|cellulare|mobiel',
    ),
    f(
      'title',
      'text',
      'title|job title|position|role|jobtitle|funktion|titel|berufsbezeichnung|fonction|poste|cargo|puesto|qualifica|functie|befattning',
    ),
    f('department', 'text', 'department|division|abteilung|service|departamento|reparto|afdeling|avdelning'),
    accountReference(),
    f('from', 'date', 'employed from|since|start date at company|seit'),
    f('until', 'date', 'employed until|left on|end date at company|bis'),
    owner('contact owner|lead owner|person owner|contact owner id|lead owner id'),
    ...address,
    f(
      'birthday',
      'date',
      'birthday|birthdate|date of birth|geburtstag|geburtsdatum|date de naissance|fecha de nacimiento|data di nascita|geboortedatum',
    ),
    f('url', 'url', 'linkedin|linkedin url|personal website|profile'),
    f('mailConsent', 'boolean', 'email opt in|opted in|marketing consent|einwilligung|newsletter'),
    f(
      'mailOptOut',
      'boolean',
      'email opt out|opted out|unsubscribed|unsubscribed from all email|do not email|abgemeldet',
    ),
    source,
    tags,
    note,
    createdAt,
  ],
};
