/** What stands in a sample for every mail address. example.com is nobody's (RFC 2606). */
const anyMail = 'person@example.com'

/** What redaction replaces, in lines for people: the rules below in words. */
export const redactionRules = [
  'mail addresses, wherever they stand',
  'telephone numbers with a country code or in groups, wherever they stand',
  'texts in and below fields named for a person or a way to reach one (contact,',
  '  recruiter, author, email, phone and the like), except URLs',
  'the value of a pair of name and value whose name is such a word',
] as const

// As they stand in URLs and text; %40 is @ in a query. Looking behind makes a long word without @ cost one attempt, not one for each letter.
const mail = /(?<![\p{L}\p{N}._+-])[\p{L}\p{N}._+-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu

// With a country code, or national in groups: +33 1 23 45 67 89, 01 23 45 67 89, (555) 123-4567, 555-123-4567. Not within a word, a URL or a number.
const phone =
  /(?<![\p{L}\p{N}/=&?#_.-])(?:(?:\+|00)\d{1,3}(?:[ .()/-]{0,2}\d){7,12}|0\d(?:[ .]\d\d){4}|0\d{2,4}[ /-]\d{3,8}(?:[ -]\d{2,4})*|0\d{2,4}[ /-]\d{2,3}(?: \d{2,3}){1,3}|\(\d{3}\) ?\d{3}-\d{4}|\d{3}[-.]\d{3}[-.]\d{4})(?![\p{L}\p{N}_-])/gu

// Words that a name of a field consists of, without accents: singular or plural, in the languages of the feeds that were looked at.
const personal =
  /^(?:contacts?|kontakt(?:person)?|contactpersoon|contacto|recruiters?|recruteurs?|recruteuse|recruiteurs?|reclutador|ansprechpartner(?:in)?|interlocut(?:eur|rice)|authors?|auteurs?|creators?|owners?|posters?|editors?|webmaster|e?mails?|courriels?|correo|phones?|telephones?|telefon[eo]?|telefoon|tel|mobile|gsm|handy|fax|firstname|lastname|surname|vorname|nachname|prenom)$/

// The same run together with other words: contactname, recruiteremail, phonenumber.
const personalPart =
  /^(?:contact(?:name|person|e?mail|phone|tel)|recruiter|recruteur|hiringmanager|phone|telephone)|(?:email|phone|telephone)$/

/** Whether a field is named for a person or a way to reach one: contact, recruiterEmail, hiring_manager, @phone. */
export function isPersonalName(name: string): boolean {
  const words = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
  return words.some((word) => personal.test(word) || personalPart.test(word)) || words.join(' ').includes('hiring manager')
}

/** Text without mail addresses and telephone numbers. Nothing is put in that XML, JSON or CSV would have to escape. */
export function redactText(text: string): string {
  return text.replaceAll(mail, anyMail).replaceAll(phone, (number) => number.replaceAll(/\d/g, '0'))
}

/** A text of a personal field: every letter becomes x, every digit 0; a mail address stays one, and a URL stays where it leads. */
export function redactPersonal(text: string): string {
  if (/^\s*https?:\/\//i.test(text)) return redactText(text)
  const masked = text.split(mail).map((part) =>
    part
      .replaceAll(/\p{Lu}/gu, 'X')
      .replaceAll(/\p{L}\p{M}*/gu, maskLetter)
      .replaceAll(/\p{N}/gu, '0'),
  )
  return masked.join(anyMail)
}

function maskLetter(letter: string): string {
  return letter === 'X' ? 'X' : 'x'
}
