import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { secretsIn } from '../config/secrets.ts'
import { refuseNamedPath, UsageError } from '../errors.ts'
import type { Feed } from '../model/feed.ts'
import type { ChosenBytes } from '../preview/report-feed.ts'
import { readBytes, readSource, type SourceContext } from '../source/read.ts'
import { findSample, readFromFile } from './find.ts'

/** Which bytes are wanted; at most one of them. Without any: the sample where there is one, otherwise the source itself. */
export interface WantedBytes {
  readonly live?: boolean
  readonly sample?: boolean
  /** Path of a file that holds them. */
  readonly file?: string
}

/**
 * Chooses the bytes that a feed is previewed on. A feed whose source asks for a secret can be read live only where the secret is stored; where
 * neither that nor a sample is there, UsageError says what to do.
 */
export async function chooseBytes(
  feed: Feed,
  wanted: WantedBytes,
  { root, secrets }: Pick<SourceContext, 'root' | 'secrets'>,
): Promise<ChosenBytes> {
  if (wanted.file !== undefined) return givenFile(feed, wanted.file)
  const sample = wanted.live ? undefined : await findSample(root, feed)
  if (sample !== undefined) {
    const sampled = readFromFile(feed, sample)
    return { origin: { kind: 'sample', place: sample }, open: (context) => readSource(sampled, { ...context, root }) }
  }
  if (wanted.sample) throw new UsageError(`${feed.id} has no sample: npm run sample -- ${feed.id} takes one`)
  const { http, file } = feed.source
  const missing = secretsIn(http?.auth).filter(({ secret }) => !secrets[secret])
  if (!wanted.live && missing.length > 0) {
    throw new UsageError(
      `${feed.id} has no sample, and its source needs ${missing.map(({ secret }) => secret).join(', ')}: give the bytes with --file, or where the secret is stored, npm run sample -- ${feed.id}`,
    )
  }
  return { origin: { kind: 'live', place: http?.url ?? file!.path }, open: (context) => readSource(feed, { ...context, root }) }
}

async function givenFile(feed: Feed, path: string): Promise<ChosenBytes> {
  const file = await stat(path).catch((error) => refuseNamedPath(path, 'read', error))
  if (!file.isFile()) throw new UsageError(`${path} is no file`)
  await access(path, constants.R_OK).catch((error) => refuseNamedPath(path, 'read', error))
  return {
    origin: { kind: 'file', place: path },
    open: async (context) => readBytes(feed, createReadStream(path), { ...context, totalBytes: file.size }),
  }
}
