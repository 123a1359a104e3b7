import { html } from 'hono/html'
import { isEmploymentType } from '../model/employment.ts'
import { clientPath } from '../model/page-path.ts'
import type { Choice, Choices } from '../model/showing.ts'
import type { ClientView } from './client-page.ts'
import type { Html } from './layout.ts'
import { countryWords, type Language, type Words } from './words.ts'

/** The form that searches and filters a client's postings: plain HTML, sent by GET, so that each view has an address and needs no script. */
export function renderFilters({ client, filter, choices }: ClientView, words: Words): Html {
  const contracts = choices.contracts.map((choice) => ({
    ...choice,
    label: isEmploymentType(choice.value) ? words.contracts[choice.value] : choice.value,
  }))
  return html`<form class="filters" role="search" aria-label="${words.filters}" method="get" action="${clientPath(client.page.slug)}">
<p class="field wide"><label for="q">${words.search}</label><input id="q" name="q" type="search" maxlength="200" autocomplete="off" placeholder="${words.searchHint}" value="${filter.text ?? ''}"></p>
${renderChoice({ name: 'place', label: words.place, any: words.any, chosen: filter.place, choices: placesOf(choices, client.page.language) })}
${renderChoice({ name: 'department', label: words.department, any: words.any, chosen: filter.department, choices: choices.departments })}
${renderChoice({ name: 'contract', label: words.contract, any: words.any, chosen: filter.contract, choices: contracts })}
<p class="field send"><button type="submit">${words.show}</button></p>
</form>`
}

/** Places with the names of those that are countries, in alphabetical order. */
function placesOf({ places }: Choices, language: Language): LabelledChoice[] {
  return places
    .map((choice) => ({ ...choice, label: countryWords(language, choice.value) }))
    .sort((one, other) => one.label.localeCompare(other.label, language))
}

type LabelledChoice = Choice & { readonly label?: string }

interface Select {
  readonly name: string
  readonly label: string
  readonly any: string
  readonly chosen: string | undefined
  readonly choices: readonly LabelledChoice[]
}

function renderChoice({ name, label, any, chosen, choices }: Select): Html {
  // One value leaves nothing to choose, unless it came by a link and must be seen to be cleared.
  if (choices.length < 2 && chosen === undefined) return html``
  // A link may carry a value that no posting has any more, or a rare one beyond those listed.
  const isListed = chosen === undefined || choices.some(({ value }) => value === chosen)
  return html`<p class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}"><option value="">${any}</option>${
    isListed ? '' : html`<option value="${chosen}" selected>${chosen}</option>`
  }${choices.map((choice) => html`<option value="${choice.value}"${choice.value === chosen ? html` selected` : ''}>${choice.label ?? choice.value} (${choice.count})</option>`)}</select></p>`
}
