import { describe, expect, it } from 'vitest'
import { isPersonalName, redactPersonal, redactText } from '../../scripts/sample/redact.ts'
import { redactionFor } from '../../scripts/sample/redact-record.ts'
import { redactXml } from '../../scripts/sample/redact-xml.ts'

const noIds: ReadonlySet<string> = new Set()

describe('redactText', () => {
  it.each([
    ['write to Ann.Lee+jobs@acme.co.uk now', 'write to person@example.com now'],
    ['<a href="mailto:ann@acme.fr?subject=x">', '<a href="mailto:person@example.com?subject=x">'],
    ['?to=ann%40acme.fr&x=1', '?to=person@example.com&x=1'],
    ['ann&#64;acme.fr, ann&amp;#x40;acme.fr', 'person@example.com, person@example.com'],
    ['ann(at)acme.fr, ann [at] acme.fr', 'person@example.com, person@example.com'],
    ['https://acme.fr/apply?recruiter=Ann%20L%C3%A9e&job=1', 'https://acme.fr/apply?recruiter=Xxx%20X%C3%A9x&job=1'],
    ['+33&nbsp;1&#160;23&amp;nbsp;45 67 89', '+00&nbsp;0&#160;00&amp;nbsp;00 00 00'],
    ['555\u2011123\u20114567 or +49\u2013711\u2013123456', '000\u2011000\u20110000 or +00\u2013000\u2013000000'],
    ['(0711) 123456, (0) 711 123456', '(0000) 000000, (0) 000 000000'],
    ['030 / 123 456, 0711 - 12 34 56', '000 / 000 000, 0000 - 00 00 00'],
    ['03-1234-5678, 02 123 45 67, 0 800 12 34 56', '00-0000-0000, 00 000 00 00, 0 000 00 00 00'],
    ['8 (495) 123-45-67, (11) 91234-5678', '0 (000) 000-00-00, (00) 00000-0000'],
    ['手机：13800138000, тел. 84951234567', '手机：00000000000, тел. 00000000000'],
    ['call +33 1 23 45 67 89.', 'call +00 0 00 00 00 00.'],
    ['Tél. 01.23.45.67.89', 'Tél. 00.00.00.00.00'],
    ['(555) 123-4567 or 555-123-4567', '(000) 000-0000 or 000-000-0000'],
    ['Telefon: 090-16 10 83', 'Telefon: 000-00 00 00'],
    ['0711 123456', '0000 000000'],
    ['06-12-34-56-78 or 01\u00a023\u00a045\u00a067\u00a089', '00-00-00-00-00 or 00\u00a000\u00a000\u00a000\u00a000'],
    ['call 0612345678 or 015112345678', 'call 0000000000 or 000000000000'],
    ['06-12345678 or 02 1234 5678', '00-00000000 or 00 0000 0000'],
    ['1-555-123-4567, (555)123-4567 or 555 123 4567', '0-000-000-0000, (000)000-0000 or 000 000 0000'],
    ['<a href="tel:5551234567">', '<a href="tel:0000000000">'],
    ['Phone: 5551234567', 'Phone: 0000000000'],
    ['my number is 123-45-6789', 'my number is 000-00-0000'],
    ['n° 1 85 05 78 006 084 91', 'n° 0 00 00 00 000 000 00'],
    ['1850578006084' + '91', '000000000000000'],
    ['1 85 05 2A 006 084 35', '0 00 00 0A 000 000 00'],
    ['<a href="https://www.linkedin.com/in/jane-d%C3%B6e-123/?trk=x">', '<a href="https://www.linkedin.com/in/person/?trk=x">'],
    ['https://www.xing.com/profile/Jane_Doe', 'https://www.xing.com/profile/person'],
    ['?share=https%3A%2F%2Flinkedin.com%2Fin%2Fjane', '?share=https%3A%2F%2Flinkedin.com%2Fin%2Fperson'],
    ['https://calendly.com/jane-doe/15min or https://wa.me/33612345678', 'https://calendly.com/person/15min or https://wa.me/person'],
  ])('%s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted)
  })

  it.each([
    '2026-11-01T08:15:00+01:00',
    'https://acme.example/offres/0123456789',
    '0801-2012-CONTITPA',
    '24 000 €',
    '75002 Paris',
    '01/09/2026',
    '7300011000',
    'AL-1000',
    '@acme',
    'https://www.linkedin.com/company/acme',
    '185057800608492',
    '2026-123-45-6789',
    '45 000 - 55 000',
    'indeed-apply-questions=x&indeed-apply-phone=required',
    '?title=Head%20of%20Sales',
    'open 09 - 17 h',
    '01/02 - 03/04/2026',
  ])('leaves %s', (text) => {
    expect(redactText(text)).toBe(text)
  })
})

describe('redactText on a word of a million letters', () => {
  it.each(['x', '7', 'linkedin.com/', 'tel:'])('needs one attempt: %s', (part) => {
    const word = part.repeat(1_000_000 / part.length)

    expect(redactText(word)).toBe(word)
  })

  it.each(['?a=', ';a=b', '?a=b;c'])('takes no more than linear time for many of %s', (part) => {
    // A quadratic way through it takes longer than a test may.
    const text = part.repeat(300_000)

    expect(redactText(text) === text).toBe(true)
  })
})

describe('isPersonalName', () => {
  it.each([
    'contact',
    'Contact',
    'contactName',
    'contactname',
    'recruiter_email',
    'hiring_manager',
    'hiringManager',
    '@phone',
    'téléphone',
    'tt:author',
    'Prénom',
    'Ansprechpartner',
    'createdBy',
    'created_by',
    'lastmodifiedby',
    'assignee',
    'AssignedTo',
    'firstName',
    'Family Name',
    'linkedin',
    'SSN',
    'Contatto',
    'osoba_kontaktowa',
    'контактное_лицо',
    '担当者',
    'consultant_name',
    'socialSecurityNumber',
  ])('knows %s', (name) => {
    expect(isPersonalName(name)).toBe(true)
  })

  it.each([
    'title',
    'contract',
    'hotel',
    'recruitingCategory',
    'company',
    'company_name',
    'description',
    'telecommuting',
    'url',
    'manager_level',
    'created',
    'createdAt',
    'byline',
    'assignment',
    'name',
  ])('does not take %s for one', (name) => {
    expect(isPersonalName(name)).toBe(false)
  })
})

describe('redactPersonal', () => {
  it.each([
    ['Anne-Élise Martin', 'Xxxx-Xxxxx Xxxxxx'],
    ['ann@acme.fr', 'person@example.com'],
    ['Ann, 01 23 45 67 89', 'Xxx, 00 00 00 00 00'],
    ['https://acme.example/ann', 'https://acme.example/ann'],
    ['Ann O&#039;Hara &amp;#039; Ann%20Lee', 'Xxx X&#039;Xxxx &amp;#039; Xxx%20Xxx'],
  ])('%s', (text, redacted) => {
    expect(redactPersonal(text)).toBe(redacted)
  })
})

describe('redactXml', () => {
  it('redacts elements, what is below them, attributes and CDATA, and keeps the form', () => {
    const xml = `<job mail="a@b.fr"><!-- ann@acme.fr --><contact type='main'><name>Ann &amp; Bob</name><note><![CDATA[R&D <x>]]></note><none/></contact><title>Ann</title><text><![CDATA[a@b.fr > c]]></text></job>`

    expect(redactXml(xml, noIds)).toBe(
      `<job mail="person@example.com"><!-- person@example.com --><contact type='xxxx'><name>Xxx &amp; Xxx</name><note><![CDATA[X&X <x>]]></note><none/></contact><title>Ann</title><text><![CDATA[person@example.com > c]]></text></job>`,
    )
  })
})

describe('redactXml of CDATA that holds JSON', () => {
  it('redacts it by its names, and keeps it well-formed', () => {
    const xml =
      '<job><data><![CDATA[{"recruiter": {"name": "Ann"}, "mail": "a\\u0040b.fr", "text": "]]\\u003e", "nr": 12345678901234567890}]]></data></job>'

    const redacted = redactXml(xml, noIds)

    expect(redacted).toBe(
      '<job><data><![CDATA[{"recruiter":{"name":"Xxx"},"mail":"person@example.com","text":"]]\\u003e","nr":12345678901234567890}]]></data></job>',
    )
  })

  it('leaves it as it is written where nothing is personal', () => {
    const xml = '<job><data><![CDATA[ {"title": "Cook"}, [Lyon] ]]></data><data><![CDATA[{ "title": "Cook" }]]></data></job>'

    expect(redactXml(xml, noIds)).toBe(xml)
  })
})

describe('redactionFor', () => {
  it.each([
    ['json', { json: {} }, '{"id":"0612345678","tel":"0612345679"}', '{"id":"0612345678","tel":"0000000000"}'],
    ['a number', { json: {} }, '{"contact":{"nr":612345678,"tel":612345679}}', '{"contact":{"nr":612345678,"tel":0}}'],
    ['xml', { xml: { records: 'a.b' } }, '<b id="0612345678"><tel>0612345679</tel></b>', '<b id="0612345678"><tel>0000000000</tel></b>'],
    ['csv', { csv: {} }, '0612345678,0612345679', '0612345678,0000000000'],
  ])('keeps ids that look like telephone numbers: %s', (_, format, record, redacted) => {
    const redact = redactionFor(format, ['id', 'tel'], new Set(['0612345678', '612345678']))

    expect(redact(record, 'record')).toBe(redacted)
  })

  it('redacts names that are addresses', () => {
    const redact = redactionFor({ json: {} }, [], noIds)

    expect(redact('{"id":1,"team":{"ann@acme.fr":{"level":2}}}', 'record')).toBe('{"id":1,"team":{"person@example.com":{"level":2}}}')
  })

  it('redacts a text that looks like JSON of more levels than can be followed', () => {
    const deep = '['.repeat(50_000)

    const redacted = redactionFor({ json: {} }, [], noIds)(JSON.stringify({ text: `${deep}"ann@acme.fr"${']'.repeat(50_000)}` }), 'record')

    expect(redacted).toContain(`${deep}\\"person@example.com`)
  })

  it('redacts JSON below a personal name, and pairs of name and value', () => {
    const redact = redactionFor({ json: {} }, [], noIds)

    const redacted = redact(
      '{"id":1,"contact":{"who":"Ann","tel":123456},"createdBy":{"name":"Ann"},"assignee":"Ann","metadata":[{"name":"Recruiter","value":"Ann"},{"name":"Level","value":"Ann"}]}',
      'record',
    )

    expect(JSON.parse(redacted)).toEqual({
      id: 1,
      contact: { who: 'Xxx', tel: 0 },
      createdBy: { name: 'Xxx' },
      assignee: 'Xxx',
      metadata: [
        { name: 'Recruiter', value: 'Xxx' },
        { name: 'Level', value: 'Ann' },
      ],
    })
  })

  it('leaves what holds nothing personal as it is written', () => {
    const json = '{ "id": 1.50, "title": "caf\\u00e9" }'
    const row = '1;"two";three'

    expect(redactionFor({ json: {} }, [], noIds)(json, 'record')).toBe(json)
    expect(redactionFor({ csv: { delimiter: ';' } }, ['id', 'a', 'b'], noIds)(row, 'record')).toBe(row)
  })
})
