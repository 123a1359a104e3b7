import { resolveClient } from './config/resolve.ts'
import type { Rule } from './config/rules.ts'
import { checkMapping } from './mapping/check.ts'

/** A path or a date format that cannot be compiled would fail at the first run: it is the author's to mend, now. */
export const mappingsCanBeCompiled: Rule = (files) =>
  files.flatMap(({ id, file, client }) =>
    resolveClient(id, client).feeds.flatMap((feed) =>
      checkMapping(feed).map(({ path, message, fix }) => ({
        file,
        path: ['feeds', feed.name, ...path],
        rule: 'mappingsCanBeCompiled',
        message,
        fix,
      })),
    ),
  )
