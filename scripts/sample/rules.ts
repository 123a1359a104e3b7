import type { Rule } from '../config/rules.ts'
import { findMisspelt } from '../mapping/misspelt.ts'
import { pathsIn } from '../mapping/placed-paths.ts'
import { describeValue } from '../model/fault.ts'
import type { FeedSample } from './fields.ts'

type Samples = ReadonlyMap<string, FeedSample>

/** Rules that compare a client file with the samples of its feeds. */
export function sampleRules(samples: readonly FeedSample[]): readonly Rule[] {
  const sampleByFeed = new Map(samples.map((sample) => [sample.feed, sample]))
  return [samplesCanBeRead(sampleByFeed), fieldsAreInTheSample(sampleByFeed)]
}

/** A sample that cannot be read as the file says would fail as the feed itself does. */
function samplesCanBeRead(sampleByFeed: Samples): Rule {
  return ({ file, client }) =>
    Object.entries(client.feeds).flatMap(([name, { source }]) => {
      const { fault, path } = sampleByFeed.get(name) ?? {}
      // A draft that lies elsewhere may have left its sample behind.
      if (fault === undefined || (fault.causeName === 'notFound' && !file.startsWith('clients/'))) return []
      const said = fault.message.slice(`${fault.feed}: `.length)
      const finding = { file, rule: 'samplesCanBeRead', found: said, message: `the sample ${path} cannot be read so: ${said}` }
      const expected = `a sample ${path} that can be read as the file says`
      const [format = ''] = Object.keys(source.format)
      const inSource = ['feeds', name, 'source']
      switch (fault.causeName) {
        case 'notFound': {
          const at = source.file === undefined ? ['environments', 'local', ...inSource] : inSource
          const fix = `npm run sample -- ${fault.feed}, or correct the path`
          return [{ ...finding, path: [...at, 'file', 'path'], found: 'nothing', expected: `the sample ${path}`, fix }]
        }
        case 'pathMissing':
          return [{ ...finding, path: [...inSource, 'format', format, 'records'], expected, fix: 'correct the record path' }]
        default:
          return [{ ...finding, path: [...inSource, 'format'], expected, fix: 'correct the format, or take the sample anew' }]
      }
    })
}

/**
 * A path that leads nowhere in the sample, beside a field whose name is nearly the same, is a typing error; a word that a posting may have, such as
 * EUR, was to be a constant.
 */
function fieldsAreInTheSample(sampleByFeed: Samples): Rule {
  return ({ file, client }) =>
    Object.entries(client.feeds).flatMap(([name, feed]) => {
      const { fields, path: sample } = sampleByFeed.get(name) ?? {}
      if (fields === undefined) return []
      const paths = pathsIn(feed)
      return paths.flatMap((placed) => {
        const misspelt = findMisspelt(placed, paths, fields)
        if (misspelt === undefined) return []
        const { found, fix } = misspelt
        return [
          {
            file,
            path: ['feeds', name, ...placed.path],
            rule: 'fieldsAreInTheSample',
            found: describeValue(found),
            expected: `a field of the records in ${sample}`,
            message: `no record of ${sample} has a field "${found}"`,
            fix,
          },
        ]
      })
    })
}
