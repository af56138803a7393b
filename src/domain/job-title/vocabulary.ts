// What words and groups of words in a job title mean. English and French side by side; spelled without accents, masculine
// singular (spelling.ts brings other forms here), without articles and prepositions ("chef projet" is "chef de projet").
// A phrase with ! must not have any: an assistant director is no assistant to the director.
import type { Department, Seniority } from './taxonomy.ts';

/**
 * role: the job itself; the highest counts · spare: a role only where nothing else is one ("account executive") ·
 * helper: serves somebody, whose rank is not his · deputy: one below whom he stands in for · learner: student, trainee,
 * intern · pupil: a learner, or whom a leader named later looks after ("student recruitment manager") · step: raises or lowers an employee ·
 * former: what follows in its part was, and is no more · retired: nobody's job any more, whatever it was.
 */
export type Kind =
  | 'role'
  | 'spare'
  | 'helper'
  | 'deputy'
  | 'learner'
  | 'pupil'
  | 'step'
  | 'former'
  | 'retired';

export interface Meaning {
  readonly kind: Kind | null;
  readonly seniority: Seniority | null;
  readonly department: Department | null;
  /** Of the departments named, the heaviest counts, then the first. */
  readonly weight: number;
}

// biome-ignore format: one entry a line
type Entry = readonly [kind: Kind | null, seniority: Seniority | null, department: Department | null, weight: number, words: string];

// biome-ignore format: one entry a line
const ENTRIES: readonly Entry[] = [
  // --- Who holds or leads the company
  ['role', 'owner', 'general_management', 1, 'founder, cofounder, co founder, founding partner, fondateur, cofondateur, co fondateur, owner, business owner, company owner, coowner, proprietor, gerant, cogerant, co gerant, chef entreprise, managing partner, proprietaire, entrepreneur, fondateur associe, associe gerant, associe fondateur'],
  ['spare', 'owner', null, 0, 'partner, associe, autoentrepreneur, auto entrepreneur, microentrepreneur, micro entrepreneur'],
  ['role', 'executive', 'general_management', 4, 'ceo, chief executive officer, chief executive, directeur general, dg, dga, pdg, dgs, directeur general adjoint, directeur general delegue, president directeur general, managing directeur, md, general manager, gm, secretaire general, general secretary, directeur executif, executive directeur, country manager, directeur pays'],
  ['role', 'executive', 'general_management', 1, 'president, chairman, chairwoman, chairperson, dirigeant, board member, administrateur societe, chief'],
  ['role', 'executive', 'finance', 4, 'cfo, daf, chief financial officer, chief finance officer, directeur administratif financier, directeur financier, directeur finance, directeur financier administratif'],
  ['role', 'executive', 'operations', 4, 'coo, chief operating officer, chief operation officer'],
  ['role', 'executive', 'marketing', 4, 'cmo, chief marketing officer, chief growth officer, chief communication officer'],
  ['role', 'executive', 'engineering', 4, 'cto, chief technology officer, chief technical officer'],
  ['role', 'executive', 'it', 4, 'cio, ciso, dsi, chief information officer, chief digital officer, chief data officer, chief information security officer, directeur systeme information, directeur si'],
  ['role', 'executive', 'sales', 4, 'cro, chief revenue officer, chief sale officer, chief commercial officer, chief business officer'],
  ['role', 'executive', 'hr', 4, 'chro, drh, chief people officer, chief human resource officer, chief hr officer, directeur ressource humain, directeur hr'],
  ['role', 'executive', 'product', 4, 'cpo, chief product officer'],
  ['role', 'executive', 'legal', 4, 'clo, chief legal officer, general counsel, chief compliance officer'],
  ['role', 'executive', 'procurement', 4, 'chief procurement officer, chief purchasing officer'],
  ['role', 'executive', 'customer_service', 4, 'chief customer officer, chief experience officer'],
  // --- Vice presidents, directors, managers
  ['role', 'vp', null, 0, 'vp, svp, evp, avp, vice president, senior vice president, executive vice president, assistant vice president!'],
  ['role', 'director', null, 0, 'directeur, head, associate directeur, directeur associe, directeur adjoint, sous directeur, deputy directeur'],
  ['role', 'director', 'marketing', 4, 'dircom, directeur communication'],
  ['role', 'director', 'sales', 4, 'directeur clientele, directeur developpement, directeur compte, directeur affaire'],
  ['role', 'director', 'research', 4, 'directeur innovation'],
  ['role', 'director', 'engineering', 4, 'directeur technique'],
  ['role', 'director', 'design', 4, 'creative directeur, directeur creation'],
  ['role', 'director', 'operations', 4, 'directeur usine, directeur site, directeur exploitation'],
  ['role', 'director', 'education', 4, 'directeur ecole, headmaster, headteacher, proviseur'],
  ['role', 'manager', null, 0, 'manager, responsable, supervisor, superviseur, team leader, team lead, chef service, chef equipe, chef, head buyer, encadrant, coordinateur equipe, assistant directeur!, contremaitre, foreman, leader'],
  ['role', 'manager', 'hr', 4, 'rrh'],
  ['role', 'manager', 'it', 4, 'rssi'],
  ['role', 'manager', 'finance', 4, 'raf, chef comptable, chief accountant, responsable administratif financier'],
  ['role', 'manager', 'operations', 4, 'chef atelier, chef chantier, plant manager, chef exploitation'],
  ['role', 'manager', 'sales', 4, 'chef vente'],
  ['role', 'manager', 'marketing', 4, 'responsable digital, responsable ecommerce'],
  // --- Who manages a thing, not people; who is called executive without being one
  ['role', 'employee', null, 0, 'project manager, programme manager, program manager, chef projet, chef mission, cdp, case manager, assistant manager, relationship manager'],
  ['role', 'employee', 'sales', 4, 'account manager, account executive, key account manager, kam, sale executive, responsable grand compte, responsable compte, responsable compte cle, ingenieur commercial, ingenieur affaire, ingenieur avant vente, avant vente, presale, sale engineer, charge affaire, charge clientele, charge developpement, attache commercial, business developer, business developpement representative, business developpement executive, sdr, bdr, commercial, technico commercial, vendeur, chef secteur, agent commercial, delegue commercial, charge compte, conseiller commercial, seller, salesperson, salesman, account representative, sale representative, sale agent, sale associate'],
  ['role', 'employee', 'marketing', 4, 'community manager, traffic manager, trafic manager, marketing executive, chef publicite, attache presse, brand manager, event manager, campaign manager, copywriter, content writer, redacteur, marketer, publicist, content creator, growth hacker, charge communication'],
  ['role', 'employee', 'product', 4, 'product manager, product owner, chef produit, po, product specialist'],
  ['role', 'employee', 'customer_service', 4, 'customer success manager, csm, support engineer, technicien support, conseiller clientele, conseiller client, teleconseiller, teleoperateur, customer service representative, support agent, customer support agent, support specialist'],
  ['role', 'employee', 'operations', 4, 'process owner, ingenieur qualite, quality engineer, technicien maintenance, approvisionneur, magasinier, logisticien, planner, planificateur, operateur, conducteur travaux, driver, chauffeur, ouvrier, technicien qualite, mecanicien'],
  ['role', 'employee', 'administration', 4, 'office manager'],
  ['helper', 'employee', 'administration', 5, 'assistant direction, secretaire direction, attache direction, executive assistant, personal assistant, virtual assistant, assistant administratif, adjoint administratif, administrative assistant, administratif assistant, executive secretary, executive secretaire'],
  ['helper', 'employee', 'administration', 1, 'assistant, secretary, secretaire, pa'],
  ['role', 'employee', 'administration', 3, 'receptionist, hote accueil, hotesse accueil, standardiste, receptionniste, agent administratif, employe administratif, office administrator'],
  ['deputy', 'manager', null, 0, 'adjoint, deputy'],
  ['helper', 'manager', null, 0, 'adjoint direction'],
  ['helper', 'senior', 'general_management', 4, 'chief staff, chef cabinet'],
  ['helper', null, null, 0, 'bras droit, right hand, right hand man, right hand woman'],
  ['helper', 'senior', null, 0, 'conseiller president, special adviser, special advisor'],
  // --- Trades
  ['role', 'employee', 'engineering', 1, 'engineer, ingenieur, technicien, technician, ingenieur etude developpement'],
  ['role', 'employee', 'engineering', 3, 'developer, developpeur, programmer, programmeur, software engineer, ingenieur logiciel, coder, dessinateur, projeteur, qa engineer, webmaster'],
  ['role', 'senior', 'engineering', 3, 'staff engineer, principal engineer, tech lead, technical lead, lead developer, lead tech, software architect, architecte logiciel, expert technique, technical expert'],
  ['role', 'senior', 'it', 3, 'solution architect, enterprise architect, architecte si, cloud architect, data architect, architecte cloud, architecte solution, architecte technique'],
  ['role', 'employee', 'it', 3, 'data analyst, data scientist, data engineer, system administrator, administrateur systeme, sysadmin, network engineer, administrateur reseau, devops, devops engineer, database administrator, dba, technicien informatique, network administrator, ingenieur systeme, ingenieur reseau, it specialist, it support, data manager'],
  ['role', 'employee', 'finance', 3, 'accountant, comptable, controleur gestion, financial controller, finance controller, controller, bookkeeper, tresorier, treasurer, auditor, auditeur, expert comptable, aide comptable, financial analyst, analyste financier, fiscaliste, credit analyst, banquier, banker, gestionnaire comptable'],
  ['role', 'employee', 'hr', 3, 'recruiter, recruteur, talent acquisition specialist, trainer, formateur, gestionnaire paie, headhunter, head hunter, charge recrutement'],
  ['role', 'employee', 'procurement', 3, 'buyer, acheteur, purchaser'],
  ['role', 'employee', 'legal', 3, 'legal counsel, juriste, avocat, lawyer, attorney, paralegal, notaire, data protection officer, dpo, compliance officer, solicitor, barrister, counsel, jurist'],
  ['role', 'employee', 'design', 3, 'designer, graphiste, directeur artistique, art directeur, da, infographiste, webdesigner, illustrator, illustrateur, photographe, photographer'],
  ['role', 'employee', 'education', 3, 'teacher, enseignant, professeur, professor, lecturer, prof, instituteur, educateur, maitre conference'],
  ['role', 'employee', 'research', 3, 'research scientist, chercheur, researcher, scientist, charge recherche, scientifique'],
  ['role', 'employee', 'healthcare', 3, 'nurse, infirmier, medecin, doctor, physician, pharmacien, pharmacist, kinesitherapeute, dentist, dentiste, psychologue, psychologist, aide soignant, sage femme'],
  ['role', 'employee', null, 0, 'consultant, freelance, freelancer, independant, self employed, contractor, charge mission, charge etude, charge, attache, business partner, business analyst, analyst, analyste, specialist, specialiste, coordinator, coordinateur, representative, conseiller, advisor, adviser, officer, agent, cadre, employe, worker, collaborateur, gestionnaire, technicien superieur, architect, architecte, journalist, journaliste, editor, administrator, administrateur, operator, clerk, associate, writer, planneur, animateur, controleur, inspecteur, inspector, scrum master, expert metier, salarie, delegue'],
  ['spare', 'employee', null, 0, 'executive, member, membre'],
  ['spare', 'senior', null, 0, 'expert'],
  // --- Learners and steps
  ['learner', 'entry', null, 0, 'etudiant, stagiaire, trainee, alternant, apprenti, apprentice, doctorant, phd student, phd candidate, mba student, working student, lyceen, undergraduate, internship'],
  ['pupil', 'entry', null, 0, 'student, intern, graduate'],
  ['step', 'senior', null, 0, 'senior, confirme, principal, lead, experimente, staff'],
  ['step', 'entry', null, 0, 'junior, debutant'],
  // --- Who is it no more; "retraite" alone is also what pension funds are about
  ['former', null, null, 0, 'ex, former, formerly, ancien, ancienne'],
  ['retired', null, null, 0, 'retired, retiree, retraite ancien, retraite ex'],
  // --- Functions
  [null, null, 'sales', 3, 'sale, vente, export, business developpement, developpement commercial, commerce, key account, grand compte, inside sale, revenue, revops, administration vente, adv, sale operation, force vente, avant vente, presale'],
  [null, null, 'marketing', 3, 'marketing, communication, growth, demand generation, lead generation, seo, sea, content, contenu, brand, marque, advertising, publicite, acquisition, social media, digital marketing, product marketing, marketing operation, crm, webmarketing, event, evenementiel, press, presse, ecommerce, e commerce, public relation, pr, inbound, influence'],
  [null, null, 'hr', 3, 'hr, human resource, ressource humain, people, talent, talent acquisition, recruitment, recrutement, formation, paie, payroll, learning, people operation'],
  [null, null, 'finance', 3, 'finance, financial, financier, accounting, comptabilite, treasury, tresorerie, credit, audit, controlling, controle gestion, tax, fiscalite, investment, investissement, administratif financier, fpa, recouvrement'],
  [null, null, 'legal', 3, 'legal, juridique, compliance, conformite, contentieux, privacy'],
  [null, null, 'procurement', 3, 'procurement, purchasing, achat, sourcing, buying'],
  [null, null, 'product', 2, 'product, produit, product management'],
  [null, null, 'customer_service', 2.5, 'customer success, customer service, customer support, service client, customer care, customer experience, relation client, sav, support client, apres vente, after sale, customer relation, helpdesk, call center, centre appel'],
  [null, null, 'customer_service', 1.5, 'support, client'],
  [null, null, 'it', 2, 'it, informatique, si, systeme information, information system, information technology, infrastructure, data, cybersecurity, cybersecurite, security information, cloud, network, reseau, information, digital transformation, transformation digital, erp, bi, intelligence artificielle, ai, ia'],
  [null, null, 'engineering', 2, 'engineering, software, logiciel, web, full stack, front end, back end, fullstack, backend, frontend, mechanical, electrical, bureau etude, ingenierie, java, python'],
  [null, null, 'engineering', 1, 'technique, technical, technology, tech'],
  [null, null, 'operations', 2, 'operation, operating, operational, operationnel, logistics, logistic, logistique, supply chain, production, quality, qualite, plant, usine, manufacturing, warehouse, entrepot, maintenance, transport, qhse, hse, qse, facility, exploitation, industriel, industrialisation, methode, lean, process, delivery'],
  [null, null, 'design', 2, 'ux, ui, design, graphic, creative, creation'],
  [null, null, 'research', 2, 'rd, research, recherche, innovation, laboratoire, lab'],
  [null, null, 'healthcare', 2, 'medical, clinical, clinique, health, sante, hospital, soin, nursing'],
  [null, null, 'education', 2, 'education, school, enseignement, pedagogique, teaching, university, universite, ecole'],
  [null, null, 'administration', 1, 'administratif, administrative, administration, secretariat, accueil, office, service generaux'],
  [null, null, 'marketing', 1, 'digital'],
  [null, null, null, 0, 'recherche emploi'],
];

/** Short and foreign spellings → the word of the table above. */
const ALIASES: Readonly<Record<string, string>> = {
  director: 'directeur',
  dir: 'directeur',
  drt: 'directeur',
  resp: 'responsable',
  respo: 'responsable',
  mgr: 'manager',
  mngr: 'manager',
  mgmt: 'management',
  manger: 'manager',
  mktg: 'marketing',
  mkt: 'marketing',
  mkg: 'marketing',
  com: 'communication',
  comm: 'communication',
  asst: 'assistant',
  assist: 'assistant',
  adj: 'adjoint',
  sr: 'senior',
  snr: 'senior',
  jr: 'junior',
  jnr: 'junior',
  ing: 'ingenieur',
  eng: 'engineer',
  dev: 'developer',
  ops: 'operation',
  info: 'informatique',
  rh: 'hr',
  exec: 'executive',
  gen: 'general',
  rep: 'representative',
  pres: 'president',
  cheffe: 'chef',
  development: 'developpement',
  dvpt: 'developpement',
  acct: 'account',
  acc: 'account',
  technicocommercial: 'commercial',
  humaine: 'humain',
  hotesse: 'hote',
  assistanat: 'administratif',
  ecom: 'ecommerce',
  numerique: 'digital',
};

/** Words that would otherwise be taken for a form or a misspelling of one above. */
// biome-ignore format: a list of words
const PLAIN_WORDS = ['alternance', 'apprentissage', 'interne', 'internal', 'interim', 'international', 'externe', 'external', 'management', 'stage', 'partnership', 'partenaire', 'partenariat', 'regional', 'general', 'france', 'europe', 'responsabilite', 'consulting', 'conseil', 'direction', 'president', 'alumni', 'service'];

export const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  ENTRIES.flatMap(([kind, seniority, department, weight, words]) =>
    words.split(', ').map((phrase) => [phrase, { kind, seniority, department, weight }] as const),
  ),
);

export const LONGEST_PHRASE = Math.max(...[...MEANINGS.keys()].map((phrase) => phrase.split(' ').length));

/** Every known spelling → the word that `MEANINGS` uses. */
export const KNOWN_WORDS: ReadonlyMap<string, string> = new Map([
  ...PLAIN_WORDS.map((word) => [word, word] as const),
  ...[...MEANINGS.keys()]
    .flatMap((phrase) => phrase.replace('!', '').split(' '))
    .map((word) => [word, word] as const),
  ...Object.entries(ALIASES),
]);
