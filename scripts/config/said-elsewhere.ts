/**
 * Words of this language, and how the same is called in other tools and in briefs. A word is suggested only where the schema knows it, so that one
 * name may stand with several.
 */
export const saidElsewhere: Readonly<Record<string, readonly string[]>> = {
  // The client and its feeds.
  feeds: ['imports', 'sources', 'jobs', 'streams'],
  request: ['issue', 'ticket'],
  environments: ['envs', 'env', 'environment', 'overrides'],
  keep: ['filter', 'filters', 'where', 'only', 'include', 'when', 'if'],
  ignore: ['skip', 'exclude', 'ignored', 'unread'],
  expect: ['quality', 'checks', 'thresholds', 'limits', 'assertions'],
  filled: ['fill', 'fillrate', 'required'],
  postings: ['jobs', 'count', 'number', 'records'],
  min: ['minimum', 'atleast'],
  max: ['maximum', 'atmost'],
  // The source.
  http: ['https', 'url', 'web', 'download', 'request'],
  auth: ['authentication', 'authorization', 'credentials', 'login'],
  bearer: ['token', 'apikey', 'oauth'],
  basic: ['user', 'username', 'password'],
  records: ['path', 'item', 'items', 'record', 'root', 'xpath', 'jsonpath', 'selector', 'element'],
  jsonl: ['ndjson', 'jsonlines', 'lines'],
  csv: ['tsv', 'text', 'spreadsheet'],
  delimiter: ['separator', 'sep', 'fieldseparator'],
  quote: ['quotechar', 'enclosure', 'escape'],
  header: ['columns', 'headers', 'fields', 'names'],
  encoding: ['charset', 'codepage'],
  // Transforms.
  from: ['path', 'field', 'source', 'key', 'column', 'selector', 'xpath', 'jsonpath', 'get', 'coalesce'],
  join: ['concat', 'concatenate', 'fields', 'paths', 'merge', 'list'],
  with: ['separator', 'sep', 'glue', 'by'],
  const: ['value', 'static', 'constant', 'fixed', 'literal', 'set'],
  expr: ['expression', 'jsonata', 'script', 'jq', 'template', 'code', 'eval'],
  'take: 1': ['first', 'head'],
  'take: -1': ['last', 'tail'],
  take: ['index', 'nth', 'at', 'pick', 'part'],
  else: ['default', 'fallback', 'otherwise', 'orelse', 'ifempty', 'or'],
  match: ['regex', 'regexp', 'pattern', 'extract', 'capture', 'find'],
  replace: ['substitute', 'sub', 'gsub', 'replacements', 'remove'],
  split: ['delimiter', 'explode', 'cut', 'tokenize'],
  map: ['lookup', 'values', 'mapping', 'translate', 'dictionary', 'enum', 'words', 'switch'],
  when: ['if', 'condition', 'where', 'only', 'filter'],
  date: ['format', 'dateformat', 'datetime', 'parsedate', 'time'],
  locale: ['lang', 'language', 'culture'],
  number: ['decimal', 'numeric', 'float', 'integer', 'amount', 'parsenumber'],
  html: ['sanitize', 'sanitise', 'sanitized', 'markup', 'richtext'],
  text: ['strip', 'striptags', 'striphtml', 'plain', 'plaintext'],
  base: ['url', 'baseurl', 'absolute', 'resolve', 'prefix', 'host'],
  find: ['text', 'search', 'old', 'what'],
  pattern: ['regex', 'regexp', 'match'],
  by: ['with', 'to', 'replacement', 'new'],
  is: ['equals', 'eq', 'value', 'in', 'oneof'],
  isNot: ['not', 'notequals', 'ne', 'notin', 'except'],
  matches: ['match', 'regex', 'regexp', 'pattern', 'like'],
  // Properties of a posting.
  id: ['identifier', 'guid', 'uid', 'uuid', 'jobid'],
  title: ['name', 'jobtitle', 'position', 'heading'],
  description: ['body', 'content', 'summary', 'text'],
  url: ['link', 'uri', 'href', 'endpoint', 'address'],
  applyUrl: ['apply', 'applylink', 'applicationurl'],
  hiringOrganization: ['company', 'employer', 'organization', 'organisation', 'brand'],
  location: ['place', 'locations', 'joblocation', 'address'],
  region: ['state', 'province', 'county', 'area'],
  city: ['town', 'locality', 'place'],
  postalCode: ['zip', 'zipcode', 'postcode', 'plz'],
  datePosted: ['date', 'published', 'publishedat', 'posted', 'created', 'publicationdate'],
  validThrough: ['expires', 'expiry', 'deadline', 'enddate', 'validuntil', 'closingdate'],
  employmentType: ['contract', 'contracttype', 'jobtype', 'type'],
  baseSalary: ['pay', 'wage', 'compensation', 'remuneration'],
  department: ['category', 'function', 'team'],
  industry: ['sector', 'branch'],
  language: ['lang', 'locale'],
  reference: ['ref', 'requisition', 'referencenumber', 'requisitionid'],
  color: ['colour', 'accent', 'primary'],
}

/** What is written here for a word of another language, such as `take: 1` for `first`; undefined where none of the `known` properties is. */
export function calledHere(word: string, known: readonly string[]): string | undefined {
  const plain = word.toLowerCase().replaceAll(/[\s_-]/g, '')
  return Object.keys(saidElsewhere).find((ours) => known.includes(ours.split(':')[0]!) && saidElsewhere[ours]!.includes(plain))
}
