import type { EmploymentType } from '../../scripts/model/employment.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import type { Seed } from './world.ts'

const places = {
  Lyon: { street: '14 quai Saint-Vincent', city: 'Lyon', region: 'Rhône', postalCode: '69001', country: 'FR' },
  Villeurbanne: { city: 'Villeurbanne', region: 'Rhône', postalCode: '69100', country: 'FR' },
  Grenoble: { city: 'Grenoble', region: 'Isère', postalCode: '38000', country: 'FR' },
  Annecy: { city: 'Annecy', region: 'Haute-Savoie', postalCode: '74000', country: 'FR' },
  'Saint-Étienne': { city: 'Saint-Étienne', region: 'Loire', postalCode: '42000', country: 'FR' },
} as const

type Place = keyof typeof places

const positions: readonly (readonly [title: string, place: Place, department: string, contract: EmploymentType, salary?: string])[] = [
  ['Boulanger de nuit F/H', 'Lyon', 'Fournil', 'FULL_TIME', '2 350 € brut par mois'],
  ['Vendeuse ou vendeur en boulangerie', 'Villeurbanne', 'Boutiques', 'PART_TIME'],
  ['Chef pâtissier F/H', 'Annecy', 'Laboratoire', 'FULL_TIME', '2 900 à 3 300 € brut par mois'],
  ['Apprenti boulanger, CAP en deux ans', 'Grenoble', 'Fournil', 'INTERN'],
  ['Responsable de boutique F/H', 'Lyon', 'Boutiques', 'FULL_TIME', '2 600 € brut par mois'],
  ['Chauffeur-livreur du matin F/H', 'Villeurbanne', 'Logistique', 'FULL_TIME'],
  ['Tourier F/H', 'Saint-Étienne', 'Laboratoire', 'FULL_TIME'],
  ['Préparateur de commandes F/H', 'Villeurbanne', 'Logistique', 'TEMPORARY'],
  ['Technicien de maintenance des fours', 'Lyon', 'Technique', 'FULL_TIME', '2 500 € brut par mois'],
  ['Assistant qualité et hygiène F/H', 'Lyon', 'Qualité', 'INTERN'],
  ['Barista en boutique F/H', 'Annecy', 'Boutiques', 'PART_TIME'],
  ['Chargée ou chargé de recrutement', 'Lyon', 'Siège', 'FULL_TIME'],
  ['Acheteur matières premières biologiques F/H', 'Lyon', 'Siège', 'FULL_TIME'],
  ['Second de fournil F/H', 'Grenoble', 'Fournil', 'FULL_TIME'],
  ['Vendeur du week-end F/H', 'Grenoble', 'Boutiques', 'PART_TIME'],
  ['Pâtissier tourier pour la saison d’hiver', 'Annecy', 'Laboratoire', 'TEMPORARY'],
  ['Contrôleur de gestion F/H', 'Lyon', 'Siège', 'FULL_TIME'],
  ['Alternante ou alternant en communication', 'Lyon', 'Siège', 'INTERN'],
  ['Agent d’entretien F/H', 'Saint-Étienne', 'Technique', 'PART_TIME'],
  ['Boulanger formateur F/H', 'Saint-Étienne', 'Fournil', 'FULL_TIME'],
  ['Responsable logistique F/H', 'Villeurbanne', 'Logistique', 'FULL_TIME'],
  ['Vendeuse ou vendeur en boulangerie', 'Annecy', 'Boutiques', 'FULL_TIME'],
  ['Développeur web de la boutique en ligne F/H', 'Lyon', 'Siège', 'FULL_TIME'],
]

function description(place: Place): string {
  return `<p>Maison Ferrand pétrit chaque nuit du pain au levain pour onze boutiques de la région. Nos farines viennent de moulins voisins, et chaque pâte repose vingt heures avant la cuisson.</p>
<h3>Votre quotidien</h3>
<ul><li>Vous préparez les levains, pesez et pétrissez selon nos recettes.</li><li>Vous façonnez à la main et suivez la cuisson au four à sole.</li><li>Vous transmettez votre geste à nos apprentis et tenez le fournil propre et sûr.</li></ul>
<h3>Votre profil</h3>
<p>Vous avez un CAP ou une <strong>première expérience</strong> du métier. Vous aimez le travail en équipe, la régularité et le pain bien cuit.</p>
<h3>Ce que nous offrons</h3>
<ul><li>Deux jours de repos consécutifs et cinq semaines de congés</li><li>Mutuelle prise en charge à 75 %, prime annuelle</li><li>Un fournil neuf à ${place}, à cinq minutes de la gare</li></ul>
<p>En savoir plus sur <a href="https://maison-ferrand.example/metiers" rel="noopener nofollow">nos métiers</a>.</p>`
}

/** Believable postings of a bakery that does not exist: 23, so two pages. */
export const bakeryPostings: readonly Posting[] = positions.map(([title, place, department, contract, salary], index) => ({
  id: `MF-${2601 + index}`,
  title,
  url: `https://maison-ferrand.example/offres/${2601 + index}`,
  applyUrl: `https://maison-ferrand.example/offres/${2601 + index}/candidature`,
  description: description(place),
  hiringOrganization: 'Maison Ferrand',
  location: [places[place]],
  datePosted: `2026-02-${String(27 - index).padStart(2, '0')}`,
  // Far ahead: a verb that verifies pages reads the clock, and closed postings are on no list.
  validThrough: '2099-04-30',
  employmentType: [contract],
  department,
  reference: `FERRAND/${2601 + index}`,
  ...(salary !== undefined && { salary }),
  ...(title.startsWith('Développeur') && { remote: true }),
}))

/** The bakery as a client. */
export const bakery: Seed = {
  id: 'maison-ferrand',
  name: 'Maison Ferrand',
  page: { title: 'Maison Ferrand recrute', language: 'fr', theme: { color: '#8a3b12' } },
  feeds: { offres: bakeryPostings },
}
