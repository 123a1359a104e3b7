/** What stands in a sample for every mail address. example.com is nobody's (RFC 2606). */
const anyMail = 'person@example.com'

/** What stands in the URL of a profile for whose it is. */
const anyProfile = 'person'

/** What redaction replaces, in lines for people: the rules below in words. */
export const redactionRules = [
  'mail addresses, wherever they stand, also with (at) or &#64;',
  'telephone numbers with a country code, in groups, with a leading 0, in a tel: link',
  '  or after a word such as phone, wherever they stand',
  'social security numbers (123-45-6789, and French ones), wherever they stand',
  'whose page it is, in the URL of a profile (linkedin.com/in, xing.com/profile and the like)',
  'texts in and below fields named for a person or a way to reach one (contact,',
  '  recruiter, author, assignee, createdBy, email, phone and the like), except URLs',
  'the value of a pair of name and value whose name is such a word,',
  '  be it in a query or in JSON that a text holds',
] as const

/** A character as itself, or as HTML writes it, be that within XML: &#64;, &amp;#64;. */
const written = (character: string, reference: string) => `(?:${character}|&(?:amp;)?(?:${reference});)`

// %40 is @ in a query. Many a page writes (at), so that machines do not find the address.
const at = String.raw`(?:%40|[ \u00a0]?[([]at[)\]][ \u00a0]?|${written('@', '#64|#x40|commat')})`

// As they stand in URLs and text. Looking behind makes a long word without @ cost one attempt, not one for each letter.
const mail = new RegExp(String.raw`(?<![\p{L}\p{N}._+-])[\p{L}\p{N}._+-]+${at}[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`, 'giu')

// Not within a word, a URL or a number.
const begin = String.raw`(?<![\p{L}\p{N}/=&?#_.-])`
const end = String.raw`(?![\p{L}\p{N}_-])`

// The blanks that stand in numbers: also those at which no line breaks.
const blank = written(String.raw`[ \u00a0\u202f]`, '#160|#xa0|nbsp|#8239|#x202f')

// Hyphens and the dashes that word processors make of them.
const dash = String.raw`[\u2010-\u2013-]`

/** How telephone numbers are written; all but the first two are national. */
const phones = [
  // +33 1 23 45 67 89
  String.raw`${begin}(?:\+|00)\d{1,3}(?:(?:${blank}|${dash}|[.()/]){0,2}\d){7,12}`,
  // tel:5551234567, phone: 5551234567
  String.raw`(?<=(?:\btel:|\b(?:tel|phone|telephone|téléphone|telefon|mobile|handy|gsm|fax|whatsapp|call)[.:]?|(?:电话|手机|電話|携帯|тел(?:ефон)?)[.:：]?)${blank}?)\d{7,12}`,
  // 0612345678: no other number is written so in the feeds that were looked at.
  String.raw`${begin}0[1-9]\d{8,10}`,
  // 01 23 45 67 89, 06-12-34-56-78
  String.raw`${begin}0\d(?:(?:${blank}|${dash}|[./])\d\d){4}`,
  // 06-12345678, 02 1234 5678, 03-1234-5678
  String.raw`${begin}0\d(?:${blank}|${dash})\d{4}(?:${blank}|${dash})?\d{3,4}`,
  // 02 123 45 67, 0 800 12 34 56
  String.raw`${begin}0\d?${blank}\d{3}(?:${blank}\d\d){2,3}`,
  // 0711 123456, 090-16 10 83
  String.raw`${begin}0\d{2,4}(?:${blank}|${dash}|/)\d{3,8}(?:(?:${blank}|${dash})\d{2,4})*`,
  String.raw`${begin}0\d{2,4}(?:${blank}|${dash}|/)\d{2,3}(?:${blank}\d{2,3}){1,3}`,
  // (0711) 123456, (0) 711 123456, 030 / 123 456, 0711 - 12 34 56
  String.raw`${begin}(?:\(0\d{0,5}\)|0[1-9]\d{1,3}${blank}(?:${dash}|/))${blank}?\d{2,8}(?:(?:${blank}|${dash}|/)?\d{2,8}){1,3}`,
  // (555) 123-4567, 1-555-123-4567, 555 123 4567
  String.raw`${begin}(?:1(?:${blank}|${dash}|\.))?(?:\(\d{3}\)${blank}?|[2-9]\d{2}(?:${blank}|${dash}|\.))\d{3}(?:${blank}|${dash}|\.)\d{4}`,
  // 8 (495) 123-45-67, (11) 91234-5678
  String.raw`${begin}(?:8${blank}?)?\(\d{2,3}\)${blank}?(?:\d{3}(?:${blank}|${dash})\d\d(?:${blank}|${dash})\d\d|\d{4,5}(?:${blank}|${dash})\d{4})`,
]
const phone = new RegExp(`(?:${phones.join('|')})${end}`, 'giu')

// 123-45-6789, as the United States write it.
const socialSecurity = new RegExp(String.raw`${begin}\d{3}-\d{2}-\d{4}${end}`, 'gu')

// 1 85 05 78 006 084 91: sex, year, month, department, commune, serial number, key.
const frenchSocialSecurity = new RegExp(
  String.raw`${begin}[12]${blank}?\d{2}${blank}?\d{2}${blank}?(?:\d{2}|2[AB])${blank}?\d{3}${blank}?\d{3}${blank}?\d{2}${end}`,
  'gu',
)

// Pages that stand for one person each, up to whose it is.
const profile =
  /((?:\b|(?<=%2F))(?:linkedin\.com(?:\/|%2F)(?:in|pub)|xing\.com(?:\/|%2F)profile|viadeo\.(?:journaldunet\.)?com(?:\/|%2F)(?:[a-z]{2}(?:\/|%2F))?(?:profile|p)|calendly\.com|wa\.me|t\.me)(?:\/|%2F))[\p{L}\p{N}._~%+-]+/giu

// Words that a name of a field consists of, without accents: singular or plural, in the languages of the feeds that were looked at.
const personal =
  /^(?:contacts?|kontakt(?:person)?|contactpersoon|contacto|recruiters?|recruteurs?|recruteuse|recruiteurs?|reclutador|ansprechpartner(?:in)?|interlocut(?:eur|rice)|contatt[oi]|referente|consultants?|kontakt(?:daten|personer|personen|y)|yhteyshenkilo|контакт\p{L}*|担当者|authors?|auteurs?|creators?|owners?|posters?|editors?|assignees?|supervisors?|coordinators?|approvers?|reviewers?|interviewers?|submitters?|requesters?|responsable|sachbearbeiter(?:in)?|betreuer(?:in)?|webmaster|e?mails?|courriels?|correo|phones?|telephones?|telefon[eo]?|telefoon|телефон|电话|電話番号|cellulare|tel(?:nr|nummer)?|mobile|gsm|handy|fax|linkedin|xing|skype|whatsapp|firstname|lastname|fullname|username|surname|vorname|nachname|prenom|ssn|nir|dob|birthdate|geburtsdatum)$/u

// The same run together with other words: contactname, recruiteremail, phonenumber.
const personalPart =
  /^(?:kontaktow|fax|contact(?:name|person|e?mail|phone|tel)|recruiter|recruteur|hiringmanager|phone|telephone)|(?:email|phone|telephone)$/

// Words that say so only together: createdBy, assigned_to, first name.
const personalPhrase =
  /\b(?:hiring manager|(?:last ?)?(?:created|updated|modified|changed|edited|posted|published|entered|submitted|requested|approved|reviewed|assigned|owned|managed|handled) ?(?:by|to)|(?:first|last|given|family|middle) name|social (?:security|insurance)|(?:birth|date of birth))\b/

/** Whether a field is named for a person or a way to reach one: contact, recruiterEmail, hiring_manager, @phone. */
export function isPersonalName(name: string): boolean {
  const words = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
  return words.some((word) => personal.test(word) || personalPart.test(word)) || personalPhrase.test(words.join(' '))
}

// A value of several words in a query, as in ?recruiter=Ann%20Lee; one alone says what is wanted, as in apply-phone=required. The first word ends
// where another query could begin: a text of many would be gone through once for each of them.
const parameter = /(?<=[?&;])([\p{L}\p{N}_.[\]-]+)=([^?&;#\s"'<>+%]+(?:%20|\+)[^&#\s"'<>]+)/gu

/** What HTML and URLs write characters as: of these nothing may be changed. */
const escaped = String.raw`&(?:amp;)?#?\w+;|%[\da-f]{2}`
const escapedOrDigit = new RegExp(String.raw`${escaped}|\p{N}`, 'giu')
const escapedOrLetter = new RegExp(String.raw`${escaped}|\p{L}\p{M}*`, 'giu')

/** Text without what tells who a person is wherever it stands. Nothing is put in that XML, JSON or CSV would have to escape. */
export function redactText(text: string): string {
  return text
    .replaceAll(parameter, (all, name: string, value: string) => (isPersonalName(name) ? `${name}=${redactPersonal(value)}` : all))
    .replaceAll(mail, anyMail)
    .replaceAll(profile, `$1${anyProfile}`)
    .replaceAll(socialSecurity, maskDigits)
    .replaceAll(frenchSocialSecurity, (number) => (hasFrenchKey(number) ? maskDigits(number) : number))
    .replaceAll(phone, maskDigits)
}

/**
 * The last two digits are 97 less the remainder of the others by 97, where 2A is 19 and 2B is 18: no other number of that length is taken for one.
 */
function hasFrenchKey(number: string): boolean {
  const digits = number
    .replaceAll(escapedOrDigit, (found) => (isEscaped(found) ? '' : found))
    .replaceAll(/[^\dAB]/g, '')
    .replace('2A', '19')
    .replace('2B', '18')
  return 97 - (Number(digits.slice(0, 13)) % 97) === Number(digits.slice(13))
}

/** A text of a personal field: every letter becomes x, every digit 0; a mail address stays one, and a URL stays where it leads. */
export function redactPersonal(text: string): string {
  if (/^\s*https?:\/\//i.test(text)) return redactText(text)
  return text
    .split(mail)
    .map((part) => maskDigits(maskLetters(part)))
    .join(anyMail)
}

function maskDigits(text: string): string {
  return text.replaceAll(escapedOrDigit, (found) => (isEscaped(found) ? found : '0'))
}

function maskLetters(text: string): string {
  return text.replaceAll(escapedOrLetter, (found) => (isEscaped(found) ? found : /^\p{Lu}/u.test(found) ? 'X' : 'x'))
}

function isEscaped(found: string): boolean {
  return found.startsWith('&') || found.startsWith('%')
}
