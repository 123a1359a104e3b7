import type { Rule } from '../config/rules.ts'
import { checkMapping } from '../mapping/check.ts'
import type { FeedDefinition } from '../model/client.ts'

interface Known {
  readonly format: FeedDefinition['source']['format']
  readonly keep: FeedDefinition['keep']
  readonly ignore: FeedDefinition['ignore']
  readonly findings: ReturnType<typeof checkMapping>
}

// An overlay that leaves a mapping as it is shares it with the file: it is looked at once.
const knownByMapping = new WeakMap<FeedDefinition['mapping'], Known>()

/** A path or a date format that cannot be compiled would fail at the first run: it is the author's to mend, now. */
export const mappingsCanBeCompiled: Rule = ({ file, client }) =>
  Object.entries(client.feeds).flatMap(([name, feed]) =>
    findingsOf(feed).map(({ path, ...fault }) => ({ file, path: ['feeds', name, ...path], rule: 'mappingsCanBeCompiled', ...fault })),
  )

function findingsOf({ mapping, source, keep, ignore }: FeedDefinition): Known['findings'] {
  const known = knownByMapping.get(mapping)
  if (known !== undefined && known.format === source.format && known.keep === keep && known.ignore === ignore) return known.findings
  const findings = checkMapping({ mapping, source, ...(keep !== undefined && { keep }), ignore: ignore ?? [] })
  knownByMapping.set(mapping, { format: source.format, keep, ignore, findings })
  return findings
}
