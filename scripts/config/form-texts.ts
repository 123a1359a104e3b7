/** What the patterns of schemas/client.schema.json allow, in words; test/config/schema-fault.test.ts holds the two together. */
export const formTexts: Readonly<Record<string, string>> = {
  '^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$': 'a user name on GitHub, without @: letters, digits and hyphens',
  '^[a-z0-9][a-z0-9-]{0,59}$': 'small letters, digits and hyphens, at most 60',
  '^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$': 'a # and three or six hexadecimal digits, in quotes',
  '^[0-9]{5,20}$': 'between 5 and 20 digits',
  '^[a-z][a-z0-9-]{0,39}$': 'small letters, digits and hyphens, at most 40, a letter first',
  '^(?!/)(?!.*(?:^|/)\\.\\.(?:/|$)).+$': 'a path from the root of the repository, without ..',
  '^https?://[^\\s]+$': 'a URL that begins with https:// or http://, in small letters, and holds no blank',
  '^[A-Za-z0-9-]+$': 'letters, digits and hyphens',
  '^[A-Z][A-Z0-9_]{2,79}$': 'capitals, digits and _, between 3 and 80, a letter first',
}
