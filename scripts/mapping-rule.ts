import type { Rule } from './config/rules.ts'
import { checkMapping } from './mapping/check.ts'

/** A path or a date format that cannot be compiled would fail at the first run: it is the author's to mend, now. */
export const mappingsCanBeCompiled: Rule = ({ file, client }) =>
  Object.entries(client.feeds).flatMap(([name, { mapping, keep = [], source, ignore = [] }]) =>
    checkMapping({ mapping, keep, source, ignore }).map(({ path, message, fix }) => ({
      file,
      path: ['feeds', name, ...path],
      rule: 'mappingsCanBeCompiled',
      message,
      fix,
    })),
  )
