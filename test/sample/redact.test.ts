import { describe, expect, it } from 'vitest'
import { isPersonalName, redactPersonal, redactText } from '../../scripts/sample/redact.ts'
import { redactionFor } from '../../scripts/sample/redact-record.ts'
import { redactXml } from '../../scripts/sample/redact-xml.ts'

describe('redactText', () => {
  it.each([
    ['write to Ann.Lee+jobs@acme.co.uk now', 'write to person@example.com now'],
    ['<a href="mailto:ann@acme.fr?subject=x">', '<a href="mailto:person@example.com?subject=x">'],
    ['?to=ann%40acme.fr&x=1', '?to=person@example.com&x=1'],
    ['call +33 1 23 45 67 89.', 'call +00 0 00 00 00 00.'],
    ['Tél. 01.23.45.67.89', 'Tél. 00.00.00.00.00'],
    ['(555) 123-4567 or 555-123-4567', '(000) 000-0000 or 000-000-0000'],
    ['Telefon: 090-16 10 83', 'Telefon: 000-00 00 00'],
    ['0711 123456', '0000 000000'],
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
  ])('leaves %s', (text) => {
    expect(redactText(text)).toBe(text)
  })
})

describe('redactText on a word of a million letters', () => {
  it('needs one attempt', () => {
    const word = 'x'.repeat(1_000_000)

    expect(redactText(word)).toBe(word)
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
  ])('%s', (text, redacted) => {
    expect(redactPersonal(text)).toBe(redacted)
  })
})

describe('redactXml', () => {
  it('redacts elements, what is below them, attributes and CDATA, and keeps the form', () => {
    const xml = `<job mail="a@b.fr"><!-- ann@acme.fr --><contact type='main'><name>Ann &amp; Bob</name><note><![CDATA[R&D <x>]]></note><none/></contact><title>Ann</title><text><![CDATA[a@b.fr > c]]></text></job>`

    expect(redactXml(xml)).toBe(
      `<job mail="person@example.com"><!-- person@example.com --><contact type='xxxx'><name>Xxx &amp; Xxx</name><note><![CDATA[X&X <x>]]></note><none/></contact><title>Ann</title><text><![CDATA[person@example.com > c]]></text></job>`,
    )
  })
})

describe('redactionFor', () => {
  it('redacts JSON below a personal name, and pairs of name and value', () => {
    const redact = redactionFor({ json: {} }, [])

    const redacted = redact(
      '{"id":1,"contact":{"who":"Ann","tel":123456},"metadata":[{"name":"Recruiter","value":"Ann"},{"name":"Level","value":"Ann"}]}',
      'record',
    )

    expect(JSON.parse(redacted)).toEqual({
      id: 1,
      contact: { who: 'Xxx', tel: 0 },
      metadata: [
        { name: 'Recruiter', value: 'Xxx' },
        { name: 'Level', value: 'Ann' },
      ],
    })
  })

  it('leaves what holds nothing personal as it is written', () => {
    const json = '{ "id": 1.50, "title": "caf\\u00e9" }'
    const row = '1;"two";three'

    expect(redactionFor({ json: {} }, [])(json, 'record')).toBe(json)
    expect(redactionFor({ csv: { delimiter: ';' } }, ['id', 'a', 'b'])(row, 'record')).toBe(row)
  })
})
