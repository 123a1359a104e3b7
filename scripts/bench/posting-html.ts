const openings = ['We are looking for', 'Our team welcomes', 'To strengthen our site we need', 'Join us as', 'You want to grow? Become']
const duties = [
  'planning and following up orders together with our partners in Lyon &amp; Zürich',
  'advising customers by telephone, by e-mail and in the showroom',
  'maintaining machines, documenting every repair in SAP&nbsp;PM',
  'preparing monthly accounts and reporting to the head of finance',
  'leading a team of 8 to 12 people in two shifts',
  'developing services in Java and TypeScript, with tests',
  'caring for residents with respect, warmth and a sense of humour',
  'setting up and calibrating CNC lathes (Fanuc, Siemens 840D)',
]
const wishes = [
  'a completed apprenticeship or comparable experience',
  'good German, English or French; each further language helps',
  'a driving licence of class B and a car of your own',
  'readiness for shifts, weekends included',
  '&gt; 3 years in a similar position',
  'care, curiosity &amp; a liking for people',
]
const offers = [
  '30 days of leave',
  'a canteen with a terrace',
  'an allowance for public transport',
  'a pension scheme',
  'training twice a year',
]

/** One of a list, as chance will have it. */
export function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)]!
}

/**
 * HTML as client feeds have it: paragraphs and lists, with the styles, spans and empty lines of the editor that it was pasted from.
 * At least `length` characters.
 */
export function postingHtml(title: string, length: number, random: () => number): string {
  let html = `<p style="margin:0cm;font-size:11pt"><span style="color:#333333">${pick(openings, random)} <strong>${title}</strong>.</span></p>`
  while (html.length < length) {
    html += `<h2>Your tasks</h2><ul>${items(duties, random)}</ul><p>&nbsp;</p>`
    html += `<p><b>Your profile</b><br/>\n${items(wishes, random)}</p><div class="offer">We offer ${pick(offers, random)} and ${pick(offers, random)}.</div>`
    html += `<p>More about us: <a href="https://www.example.com/about?from=feed&amp;id=${Math.floor(random() * 1e6)}" target="_blank">our site</a>.</p>`
  }
  return html
}

function items(texts: readonly string[], random: () => number): string {
  const count = 2 + Math.floor(random() * 4)
  return Array.from({ length: count }, () => `<li>${pick(texts, random)}</li>`).join('\n')
}
